# shellcheck shell=sh
# The Debian packages that cadre needs, and how to install them without a question. Sourced by
# cmd/quickstart.sh and tests/run.sh; run by nobody.

# A row is PACKAGE, or PACKAGE:WITNESS where a command (or a path, if it has a slash) tells that
# something as good is there already.

# shellcheck disable=SC2034 # for those who source this
packages_program='
  build-essential cmake:cmake ninja-build:ninja pkg-config:pkg-config
  libpq-dev libcsv-dev libcjson-dev libutf8proc-dev libssl-dev libxxhash-dev libpopt-dev
  postgresql:/usr/lib/postgresql/*/bin/initdb'

# shellcheck disable=SC2034
packages_tests='
  check:/usr/include/check.h locales:localedef
  clang:clang libclang-rt-14-dev clang-format:clang-format clang-tidy:clang-tidy
  cppcheck:cppcheck shellcheck:shellcheck mandoc:mandoc jq:jq
  nodejs:node npm:npm chromium:chromium'

say() {
  printf '==> %s\n' "$*"
}

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "not root and no sudo: as root, run $*"
  fi
}

package_is_there() {
  witness=${1#*:}
  case $1 in
    *:*/*)
      # shellcheck disable=SC2086 # the witness is a pattern
      set -- $witness
      [ -e "$1" ]
      ;;
    *:*) command -v "$witness" >/dev/null ;;
    *) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

# Nothing is asked, and a file of settings that somebody changed stays as it is.
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null
}

# From the package lists that are here; they are fetched anew only when they do not suffice.
apt_install() {
  apt install --no-install-recommends "$@" >/dev/null 2>&1 && return
  apt update && apt install --no-install-recommends "$@" >/dev/null
}

# cadre starts a PostgreSQL of its own when it needs one; Debian shall not start another beside it.
# Its settings come with postgresql-common, so that goes first.
refuse_main_cluster() {
  apt_install postgresql-common || return
  settings=/etc/postgresql-common/createcluster.conf
  # shellcheck disable=SC2016 # expanded by the shell that as_root starts
  as_root sh -c 'sed -i "/^[#[:space:]]*create_main_cluster[[:space:]]*=/d" "$1" &&
    echo "create_main_cluster = false" >>"$1"' sh "$settings"
}

# install_packages ROW...: those that are not there yet.
install_packages() {
  missing=
  for row in "$@"; do
    package_is_there "$row" || missing="$missing ${row%%:*}"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null ||
    die "this is no Debian; the counterparts of these packages are wanted:$missing"
  say "installing$missing"
  case " $missing " in
    *' postgresql '*) refuse_main_cluster || die 'postgresql-common could not be installed' ;;
  esac
  # shellcheck disable=SC2086 # a list of names
  apt_install $missing || die "apt-get could not install:$missing"
}
