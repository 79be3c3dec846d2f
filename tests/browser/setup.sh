#!/usr/bin/env bash
# Installs what the tests in a browser need, where it is missing: from Debian Chromium, Node with
# npm, a Java runtime and git (for those that publish), and from npm the packages that
# package-lock.json names. Quick where all is there. `cargo test` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../debian.sh
wait_for_turn package-lock.json

packages=()
[ -x /usr/bin/chromium ] || packages+=(chromium fonts-dejavu-core)
has node || packages+=(nodejs)
has npm || packages+=(npm)
has java || packages+=(default-jre-headless)
has git || packages+=(git)
install "${packages[@]}"
need_node
install_npm
