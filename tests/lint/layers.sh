#!/bin/sh
# Who may know whom (README, "the folder map"). The linker keeps most of it; this keeps the rest:
# includes between the rooms, foreign libraries, the locale, files that grew too long, and sources
# that no CMakeLists.txt names.
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
findings=$(mktemp)
sources=$(mktemp)
trap 'rm -f "$findings" "$sources"' EXIT
cd "$root"
lint_files '*.c' '*.h' >"$sources"

# Shows what grep -nH found outside of comments, each line with the rule that it breaks.
blame() {
  grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/\*|\*|//)' | awk -v rule="$1" '{ print $0 "    <- " rule }' \
    >>"$findings"
}

# rule FILES EXCEPT PATTERN MESSAGE: of the paths that match FILES and not EXCEPT, none has a line
# that matches PATTERN.
rule() {
  pattern=$3
  message=$4
  # shellcheck disable=SC2046 # paths of the project hold no blanks
  set -- $(grep -E "$1" "$sources" | grep -vE "$2")
  [ $# -eq 0 ] || grep -nHE "$pattern" "$@" | blame "$message" || true
}

# room FOLDER MAY-INCLUDE: of the project's own headers, only those.
room() {
  folder=$1
  allowed=$2
  # shellcheck disable=SC2046
  set -- $(grep -E "^$folder/" "$sources")
  [ $# -gt 0 ] || return 0
  grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"' "$@" | grep -vE "\"($allowed)/" |
    grep -vE '^(sql|tests/integration)/[^:]*:[0-9]+:#include "queries\.h"$' |
    blame "$folder/ may include $allowed only, by the path from the top" || true
}

include='^[[:space:]]*#[[:space:]]*include[[:space:]]+[<"]'
word='(^|[^A-Za-z0-9_])'
end='([^A-Za-z0-9_]|$)'
call='(^|[^A-Za-z0-9_.>])'

room core 'core'
room sql 'core|sql'
room import 'core|import'
room reports 'core|reports'
room cmd 'core|sql|import|reports|cmd'
room tests 'core|sql|import|reports|cmd|tests'

rule '^core/verify/' '^$' "${include}core/match/" 'the verifier shares nothing with the solver'
rule '^core/match/' '^$' "${include}core/verify/" 'the solver does not know its verifier'
rule '^core/' '^core/(match|verify)/' "${include}core/(match|verify)/" \
  'cadre_core knows neither solver nor verifier'

rule '.' '^(sql|tests)/' "${include}(libpq|postgres|pg_config)" 'libpq is seen by sql/ alone'
rule '.' '^(import|tests)/' "${include}csv\.h" 'libcsv is seen by import/ alone'
rule '.' '^core/base/json\.c$' "${include}(cjson/)?cJSON" 'cJSON is seen by core/base/json.c alone'
rule '.' '^cmd/cli/' "${include}popt\.h" 'popt is seen by cmd/cli/ alone'
rule '.' '^reports/' "${include}xlsxwriter" 'libxlsxwriter is seen by reports/ alone'
rule '.' '^core/base/' "${include}(utf8proc|openssl/|xxh)" \
  'NFC, digests and hashes are in core/base (utf8.h, digest.h, fast_hash.h)'

rule '\.h$' '^sql/' "${word}(PGresult|PGconn)$end" 'libpq types stand in no header outside sql/'
rule '\.h$' '^import/' "${word}struct csv_parser$end" \
  'libcsv types stand in no header outside import/'
rule '\.h$' '^$' "${word}cJSON$end" 'cJSON types stand in no header'
rule '\.h$' '^reports/' "${word}lxw_[a-z_]+$end" \
  'libxlsxwriter types stand in no header outside reports/'

# A test may set the locale, to see that nothing hangs on it.
rule '.' '^tests/' "${include}locale\.h|${call}(setlocale|newlocale|uselocale) *\(" \
  'no locale: in az_AZ tolower("I") is a dotless i'
rule '^core/' '^$' \
  "${call}(getenv|secure_getenv|time|clock_gettime|gettimeofday|socket|connect) *\(" \
  'core/ knows no clock, no environment and no network'
rule '^core/' '^core/catalogue/tsv_to_c\.c$' \
  "${call}(fopen|fdopen|freopen|open|openat|mkstemp|tmpfile|opendir) *\(" \
  'core/ opens no file (the build tool does)'

# A file is one thought; beyond this it is two.
xargs awk 'FNR == 801 { print FILENAME ": longer than 800 lines" }' <"$sources" >>"$findings"

# Every source is named by a CMakeLists.txt of its folder or of one above it, and the other way
# round. Tests stand by their module's name: tests/unit/base/test_str.c as "str" or "base/str",
# fuzz_check.c as "check".
named_by_cmake() {
  folder=$(dirname "$1")
  while :; do
    if [ -f "$folder/CMakeLists.txt" ] &&
      grep -vE '^[[:space:]]*#' "$folder/CMakeLists.txt" |
      grep -qE "(^|[^A-Za-z0-9_])($2)([^A-Za-z0-9_]|\$)"; then
      return 0
    fi
    [ "$folder" != . ] || return 1
    folder=$(dirname "$folder")
  done
}
lint_files '*.c' | while read -r file; do
  base=$(basename "$file" .c)
  module=${base#test_}
  named_by_cmake "$file" "$base\\.c|${module#fuzz_}" ||
    echo "$file: no CMakeLists.txt names it"
done >>"$findings"
lint_files CMakeLists.txt | while read -r list; do
  folder=$(dirname "$list")
  grep -vE '^[[:space:]]*#' "$list" | grep -oE '[^[:space:]()"]+\.c([^A-Za-z]|$)' |
    sed 's/[^c]*$//' | while read -r source; do
    case $source in
      *[$]*) ;; # made by the build, or named by the arguments of a function
      *) [ -f "$folder/$source" ] || echo "$list: '$source' is not there" ;;
    esac
  done
done >>"$findings"
lint_end "$findings"
