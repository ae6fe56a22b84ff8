#!/bin/sh
# From a fresh Debian 12 to the first reports: installs what is missing (as root or with sudo),
# builds cadre and runs its demonstration, one month of a made-up country.
# Usage: sh cmd/quickstart.sh [OPTION OF cadre demo]...
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cmd/packages.sh
. cmd/packages.sh

case ${1:-} in
  -h | --help)
    sed -n '2,4s/^# //p' cmd/quickstart.sh
    exit 0
    ;;
esac

# shellcheck disable=SC2086 # a list of rows
install_packages $packages_program

say 'building (build/release)'
cmake --preset release -DCADRE_TESTS=OFF >/dev/null
cmake --build build/release

cadre=build/release/cmd/cadre
say "running $cadre demo"
"$cadre" demo "$@"
