#!/usr/bin/env bash
# Installs what the tests need that let the Python tools of standards judge postil's files, where it
# is missing: Python from Debian with what PyICU is compiled with, and the packages that
# requirements.txt names, in a virtual environment beside this file. Quick where all is there.
# `cargo test` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../../debian.sh
wait_for_turn requirements.txt

# A copy of the list tells which packages stand in the environment.
cmp -s requirements.txt environment/installed.txt && exit 0

packages=()
has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)
has g++ || packages+=(g++)
has pkg-config || packages+=(pkg-config)
[ -e /usr/include/unicode/uversion.h ] || packages+=(libicu-dev)
header='import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
has python3 && python3 -c "$header" || packages+=(python3-dev)
install "${packages[@]}"

echo "installing the Python packages"
rm -rf environment
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
cp requirements.txt environment/installed.txt
