#!/usr/bin/env bash
# Installs what the tests need that let the npm tools of standards judge postil's files, where it
# is missing: Node with npm from Debian, and the packages that package-lock.json names. Quick where
# all is there. `cargo test` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../../debian.sh
wait_for_turn package-lock.json

packages=()
has node || packages+=(nodejs)
has npm || packages+=(npm)
install "${packages[@]}"
need_node
install_npm
