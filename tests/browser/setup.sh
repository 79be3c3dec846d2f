#!/usr/bin/env bash
# Installs what the tests in a browser need, where it is missing: from Debian Chromium, Node with
# npm, a Java runtime and git (for those that publish), and from npm the packages that package-lock.json names. Quick where all
# is there. `cargo test` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
  echo "tests/browser/setup.sh: $*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Two runs at once would disturb each other: the second waits here for the first.
if has flock; then
  exec 9<package-lock.json
  flock 9
fi

packages=()
[ -x /usr/bin/chromium ] || packages+=(chromium fonts-dejavu-core)
has node || packages+=(nodejs)
has npm || packages+=(npm)
has java || packages+=(default-jre-headless)
has git || packages+=(git)

if [ ${#packages[@]} -gt 0 ]; then
  has apt-get || fail "install ${packages[*]} (there is no apt-get here to do it), then run the tests again"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "run 'apt-get install ${packages[*]}' as root (there is no sudo here to do it), then the tests again"
    as_root=(sudo)
  fi
  echo "installing ${packages[*]}"
  patient=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  "${as_root[@]}" apt-get "${patient[@]}" -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get "${patient[@]}" -qq -y --no-install-recommends install "${packages[@]}"
fi

node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' ||
  fail "Node $(node --version) is too old: install 18 or newer"

# A copy of the lock file tells which packages stand in node_modules.
if ! cmp -s package-lock.json node_modules/installed.json; then
  echo "installing the npm packages"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/installed.json
fi
