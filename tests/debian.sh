# shellcheck shell=bash
# What the set-up scripts of the tests share; they source it.

fail() {
  echo "$0: $*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Two runs at once would disturb each other: the second waits until the first lets go of the file.
wait_for_turn() {
  if has flock; then
    exec 9<"$1"
    flock 9
  fi
}

# Installs packages of Debian.
install() {
  [ $# -gt 0 ] || return 0
  has apt-get || fail "install $* (there is no apt-get here to do it), then run the tests again"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "run 'apt-get install $*' as root (there is no sudo here to do it), then the tests again"
    as_root=(sudo)
  fi
  echo "installing $*"
  local patient=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  "${as_root[@]}" apt-get "${patient[@]}" -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get "${patient[@]}" -qq -y --no-install-recommends install "$@"
}

need_node() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' ||
    fail "Node $(node --version) is too old: install 18 or newer"
}

# Installs the npm packages that package-lock.json of this folder names. A copy of that file tells
# which stand in node_modules.
install_npm() {
  cmp -s package-lock.json node_modules/installed.json && return 0
  echo "installing the npm packages"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/installed.json
}
