#!/bin/sh
# A check that cannot fail is none: plants one violation after another in a copy of the project and
# sees each caught, by the check and in the words that belong to it.
# Usage: self_test.sh [ROOT [BUILD]]
# shellcheck disable=SC2016 # the dollar signs are those of the planted text
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint=$root/tests/lint
build=${2:-$root/build/debug}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir "$copy"
(cd "$root" && tar -cf - --exclude=./build --exclude=./.git --exclude=./demo .) | tar -xf - -C "$copy"
# Counted in files: what a pipe feeds runs in a process of its own.
: >"$work/caught"
: >"$work/missed"

missed() {
  echo "not caught: $*"
  echo "$*" >>"$work/missed"
}

# judge CHECK TEXT PLANTED: what the check said, in $work/out, has a line with both.
judge() {
  if grep -F "$3" "$work/out" | grep -qF -- "$2"; then
    echo "$1 $3" >>"$work/caught"
  else
    missed "$1 on $3 does not say '$2'"
    head -5 "$work/out"
  fi
}

# expect CHECK TEXT PLANTED [ARGUMENT...]: the check fails on the copy and says so.
expect() {
  check=$1
  text=$2
  planted=$3
  shift 3
  if sh "$lint/$check.sh" "$copy" "$@" >"$work/out" 2>&1; then
    missed "$check passes in spite of $planted"
  else
    judge "$check" "$text" "$planted"
  fi
}

# plant CHECK TEXT PATH [ARGUMENT...] <content: as expect, with a file made for it.
plant() {
  mkdir -p "$(dirname "$copy/$3")"
  cat >"$copy/$3"
  expect "$@"
  rm "$copy/$3"
}

# plant_alone CHECK TEXT PATH [ARGUMENT...] <content: as plant, with a check that looks at each file
# by itself, and at no other here.
plant_alone() {
  CADRE_LINT_FILES="^$3\$"
  export CADRE_LINT_FILES
  plant "$@"
  unset CADRE_LINT_FILES
}

has() {
  command -v "$1" >/dev/null || {
    echo "skipped: what needs $1, which is not installed"
    [ "${CI:-}" != true ] || missed "$1 is absent"
    return 1
  }
}

# ---- layers: one row a rule, all looked at in one go --------------------------------------------

cat >"$work/rows" <<'END'
core/base/planted.c~#include "sql/session.h"~core/ may include core only
core/gap/planted.h~#include "reports/report.h"~core/ may include core only
core/kind/planted.c~#include "kind.h"~core/ may include core only
core/kind/planted.c~  # include "import/check.h"~core/ may include core only
sql/planted.c~#include "import/check.h"~sql/ may include core|sql only
sql/planted.c~#include "reports/report.h"~sql/ may include core|sql only
import/planted.c~#include "sql/session.h"~import/ may include core|import only
import/planted.c~#include "cmd/cli/command.h"~import/ may include core|import only
reports/planted.c~#include "sql/session.h"~reports/ may include core|reports only
cmd/planted.c~#include "tests/unit/run_tcase.h"~cmd/ may include
core/verify/planted.c~#include "core/match/assign.h"~shares nothing with the solver
core/match/planted.c~#include "core/verify/certificate.h"~does not know its verifier
core/pairs/planted.c~#include "core/match/assign.h"~knows neither solver nor verifier
core/planted.c~#include <libpq-fe.h>~libpq is seen by sql/ alone
cmd/planted.c~#include <libpq-fe.h>~libpq is seen by sql/ alone
reports/planted.c~#include <csv.h>~libcsv is seen by import/ alone
import/planted.c~#include <cjson/cJSON.h>~cJSON is seen by core/base/json.c alone
core/base/planted.c~#include <cJSON.h>~cJSON is seen by core/base/json.c alone
cmd/planted.c~#include <popt.h>~popt is seen by cmd/cli/ alone
cmd/planted.c~#include <xlsxwriter.h>~libxlsxwriter is seen by reports/ alone
sql/planted.c~#include <openssl/sha.h>~NFC, digests and hashes
import/planted.c~#include <xxhash.h>~NFC, digests and hashes
cmd/planted.h~int f(PGresult *result);~libpq types
sql/planted.h~int f(struct csv_parser *parser);~libcsv types
core/base/planted.h~int f(const cJSON *item);~cJSON types
cmd/planted.h~int f(lxw_workbook *book);~libxlsxwriter types
reports/planted.c~#include <locale.h>~no locale
cmd/planted.c~int main(void) { setlocale(6, ""); }~no locale
core/evidence/planted.c~long now(void) { return time(NULL); }~no clock
core/evidence/planted.c~const char *f(void) { return getenv("TZ"); }~no clock
core/evidence/planted.c~void *f(void) { return fopen("x", "r"); }~opens no file
END
number=0
while IFS='~' read -r path line text; do
  number=$((number + 1))
  mkdir -p "$copy/${path%/*}"
  printf '%s\n' "$line" >"$copy/${path%planted*}planted$number.${path##*.}"
done <"$work/rows"
mkdir "$copy/core/planted"
echo 'target_sources(cadre_core PRIVATE gone.c)' >"$copy/core/planted/CMakeLists.txt"
echo '# commented.c' >>"$copy/core/base/CMakeLists.txt"
echo 'int planted;' >"$copy/core/base/commented.c"

yes '/* long */' | head -801 >"$copy/core/base/planted_long.h"

expect layers 'no CMakeLists.txt names it' core/base/commented.c
judge layers 'longer than 800 lines' core/base/planted_long.h
judge layers "'gone.c' is not there" core/planted/CMakeLists.txt
number=0
while IFS='~' read -r path line text; do
  number=$((number + 1))
  judge layers "$text" "${path%planted*}planted$number.${path##*.}:"
done <"$work/rows"
find "$copy" -name 'planted*' -depth -exec rm -r {} +
rm "$copy/core/base/commented.c"

# ---- sql ----------------------------------------------------------------------------------------

echo 'SELECT 1' | plant sql 'exactly one -- shape: header' sql/queries/planted.sql
printf -- '-- shape: some\nSELECT 1\n' | plant sql 'unknown shape' sql/queries/planted.sql
printf -- '-- shape: one\n' | plant sql 'holds no SQL' sql/queries/merge/planted.sql
printf -- '-- shape: one\nSELECT $1::int\n' |
  plant sql 'uses $1 but declares 0' sql/queries/planted.sql
printf -- '-- shape: one\n-- $2::text name\nSELECT $1, $2\n' |
  plant sql 'parameter 1 is not declared' sql/queries/planted.sql
printf -- '-- shape: one\n-- $1 name\nSELECT $1\n' |
  plant sql 'parameter 1 is not declared' sql/queries/planted.sql
echo 'SELECT 1;' | plant sql 'was expected here' sql/migrations/0999_planted.sql
mv "$copy/sql/migrations/0002_"*.sql "$work/second.sql"
expect sql 'migration 0002 was expected' sql/migrations/0003_
mv "$work/second.sql" "$copy/sql/migrations/0002_second.sql"

# ---- what needs a tool --------------------------------------------------------------------------

if has clang-format; then
  printf 'int  planted( void ) {return 1;}\n' | plant_alone format error: core/base/planted.c
  printf 'planted \n' | plant_alone format 'blanks at the end' planted.md
  printf 'planted' | plant_alone format 'no newline' planted.md
fi
if has shellcheck; then
  printf '#!/bin/sh\nrm $1\n' | plant_alone shellcheck SC2086 tests/planted.sh
fi
if has cppcheck; then
  printf 'int planted(void)\n{\n    int a[2] = {0};\n    return a[2];\n}\n' |
    plant_alone cppcheck arrayIndexOutOfBounds core/base/planted.c "$work/cppcheck"
fi
if has clang-tidy && has jq; then
  mkdir -p "$work/build"
  printf '[{"directory": "%s", "command": "cc -o x.o -c %s", "file": "%s"}]\n' "$work/build" \
    "$copy/core/base/planted.c" "$copy/core/base/planted.c" >"$work/build/compile_commands.json"
  for _ in 1 2; do # a fault is never remembered as clean
    printf 'int planted(const int *p);\nint planted(const int *p)\n{\n    return p ? 0 : *p;\n}\n' |
      plant clang_tidy NullDereference core/base/planted.c "$work/build"
  done
  printf 'int planted(const int *p);\nint planted(const int *p)\n{\n    return p ? *p : 0;\n}\n' \
    >"$copy/core/base/planted.c"
  sh "$lint/clang_tidy.sh" "$copy" "$work/build" || missed 'clang_tidy blames a clean file'
  rm "$copy/core/base/planted.c"
fi

# ---- a tool that is not there -------------------------------------------------------------------

mkdir "$work/bin"
for tool in sh dirname cat pwd find sed sort mktemp rm; do
  ln -s "$(command -v $tool)" "$work/bin/$tool" 2>/dev/null || true
done
for check in format shellcheck cppcheck clang_tidy; do
  for row in :77 true:1; do
    code=0
    PATH=$work/bin CI=${row%:*} sh "$lint/$check.sh" "$copy" "$build" >"$work/out" 2>&1 || code=$?
    if [ "$code" -eq "${row#*:}" ] && grep -q '^skipped: ' "$work/out"; then
      echo "$check without its tool" >>"$work/caught"
    else
      missed "$check without its tool exits $code"
    fi
  done
done

echo "$(wc -l <"$work/caught") planted violations caught, $(wc -l <"$work/missed") not"
[ ! -s "$work/missed" ]
