#!/bin/sh
# Installs what the tests need, builds cadre and runs the tests: on the release build, and under
# AddressSanitizer and UBSan. Lint and benches run on the release build alone, integration tests and
# most end-to-end scripts (label "once") under the sanitizers alone, all else on both. The last line
# counts both runs together. Test inputs of other people are found by CADRE_REFERENCE_DATA; what
# needs them is skipped without it.
# Usage: sh tests/run.sh [OPTION]...
#   --no-install     take the packages as they are
#   --preset NAME    this preset alone: release, asan, debug (may be repeated)
#   --label REGEX    tests of these labels alone: unit, integration, e2e, once, golden, bench,
#                    faults, fuzz, lint
#   --match REGEX    tests of these names alone
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cmd/packages.sh
. cmd/packages.sh

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' tests/run.sh
}

install=yes
presets=
label=.
match=.
while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --preset | --label | --match)
      [ $# -gt 1 ] || die "$1 wants an argument"
      case $1 in
        --preset) presets="$presets $2" ;;
        --label) label=$2 ;;
        --match) match=$2 ;;
      esac
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done

# The outputs must not depend on the locale; the tests want to see that in the two that bite.
make_locales() {
  for locale in az_AZ tr_TR; do
    locale -a 2>/dev/null | grep -qix "$locale.utf-\{0,1\}8" && continue
    say "making the locale $locale.UTF-8"
    as_root localedef -i "$locale" -f UTF-8 "$locale.UTF-8" || die "no locale $locale.UTF-8"
  done
}

if [ "$install" = yes ]; then
  # shellcheck disable=SC2086 # lists of rows
  install_packages $packages_program $packages_tests
  make_locales
fi

# The registries of the tests lie in memory where that has room: most of their time is the disk's.
free_kib() {
  df -kP "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'
}
if [ -z "${CADRE_TEST_PLACE:-}" ] && [ "0$(free_kib /dev/shm)" -gt 6000000 ] &&
  [ "$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)" -gt 10000000 ]; then
  CADRE_TEST_PLACE=/dev/shm
  export CADRE_TEST_PLACE
fi

processors=$(nproc)
log=$(mktemp)
counts=$(mktemp)
failures=$(mktemp)
trap 'rm -f "$log" "$counts" "$failures"' EXIT

build() {
  say "$1: building"
  cmake --preset "$1" -DCADRE_TESTS=ON >"$log" 2>&1 || return
  cmake --build "build/$1" -j "$processors" >>"$log" 2>&1
}

# run PRESET EXCEPT: builds, and runs the tests whose label does not match EXCEPT. What ctest says
# at its end is counted below; its exit code adds nothing to that.
run() {
  build "$1" || {
    cat "$log"
    die "the build of preset $1 failed"
  }
  say "$1: testing"
  ctest --test-dir "build/$1" --output-on-failure -j "$processors" \
    -L "$label" -R "$match" -LE "$2" 2>&1 | tee "$log"
  sed -n '/^The following tests FAILED:/,/^Errors while/s/^\t/'"$1"'/p' "$log" >>"$failures"
  grep 'tests failed out of' "$log" >>"$counts" || grep -q 'No tests were found' "$log" ||
    die "ctest of preset $1 did not come to its end"
}

if [ -n "$presets" ]; then
  for preset in $presets; do
    run "$preset" '^$'
  done
else
  run release '^(once|integration)$'
  run asan '^(lint|bench)$'
fi

[ ! -s "$failures" ] || {
  printf '\nFailed:\n'
  cat "$failures"
}
awk '{ failed += $4; total += $NF }
  END {
    share = total > 0 ? int((total - failed) * 100 / total) : 0
    printf "\n%d%% tests passed, %d tests failed out of %d\n", share, failed, total
    exit failed > 0 || total == 0
  }' "$counts"
