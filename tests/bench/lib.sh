# shellcheck shell=sh
# What the scripts of this folder begin and end with: how they are used, the options that all of them
# have, a folder of their own with a private server, and where their table goes. Sourced behind
# `set -eu`, which ends a script's own comment; run by nobody.
LC_ALL=C
export LC_ALL
unset PGHOST PGPORT PGDATABASE PGSERVICE PGUSER PGHOSTADDR XDG_DATA_HOME
script=$(realpath "$0")
top=${script%/tests/bench/*}
# shellcheck source=cmd/packages.sh
. "$top/cmd/packages.sh"

build=$top/build/release
place=/tmp
output=
work=
home=

# The comment that the script begins with.
usage() {
  sed -n '2,/^set /{ /^set /!s/^# \{0,1\}//p; }' "$script"
}

# wants_argument OPTION [ARGUMENT]...
wants_argument() {
  [ $# -gt 1 ] || die "$1 wants an argument"
}

# common_option WORD...: an option of every script with its argument; help and what is no option end
# the script.
common_option() {
  case $1 in
    --build | --work | --output) wants_argument "$@" ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  # shellcheck disable=SC2034 # for those who source this
  case $1 in
    --build) build=$(cd "$2" && pwd) ;;
    --work) place=$2 ;;
    --output) output=$(realpath "$2") ;;
  esac
}

end() {
  [ ! -d "$home/db" ] || "$program" --data-dir "$home/db" -q db stop >/dev/null 2>&1 || true
  rm -rf "$work"
}

# take_place WITNESS [HOME]: from here on the script works in a folder of its own, which goes at the
# end; its server lives there, or in HOME, and is stopped. WITNESS tells that the programs are built.
take_place() {
  program=$build/cmd/cadre
  [ -x "$build/$1" ] || die "'$build' has no '$1':
  cmake --preset release -DCADRE_TESTS=ON && cmake --build build/release, or --build DIR"
  work=$(mktemp -d "$place/cb.XXXXXX")
  home=${2:-$work}
  trap end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 141' PIPE
  mkdir -p "$home"
  chmod 711 "$work" "$home" # the server's account passes through
  cd "$work" || exit
}

# demo WORD...: the program on the made-up country.
demo() {
  "$program" --data-dir "$home/db" --demo -q "$@"
}

# make_country PEOPLE NEEDS: a made-up country with needs beside its own.
make_country() {
  say "making a country of $1 specialists and $2 needs more"
  "$program" --data-dir "$home/db" -q demo --out "$home/country" --specialists "$1" --seed 1
  "$build/tests/bench/pairs/bench_needs" "$2" "$work"
  demo import needs needs.csv --effective 2026-03-01
  demo import requirements requirements.csv --effective 2026-03-01
}

# write_table: what the script's `table` prints, to where it was asked for.
write_table() {
  if [ -n "$output" ]; then
    table >"$output"
  else
    table
  fi
}
