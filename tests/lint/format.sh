#!/bin/sh
# Every C file is laid out as .clang-format has it; text files end in a newline and hold no blanks
# at the end of a line.
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint_need clang-format
findings=$(mktemp)
trap 'rm -f "$findings"' EXIT

cd "$root"
lint_files '*.c' '*.h' | xargs clang-format --dry-run -Werror 2>&1 | grep -E 'error:' >"$findings" ||
  true
lint_files '*.c' '*.h' '*.sql' '*.sh' '*.md' '*.txt' '*.json' | grep -v '^tests/data/' |
  grep -v '^tests/golden/' |
  while read -r file; do
    grep -nE '[[:blank:]]+$' "$file" | sed "s|^|$file:|; s|\$|: blanks at the end of the line|"
    [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] || echo "$file: no newline at the end"
  done >>"$findings"
lint_end "$findings"
