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
lint_files '*.c' '*.h' | xargs -r clang-format --dry-run -Werror 2>&1 | grep -E 'error:' >"$findings" ||
  true
texts() {
  lint_files '*.c' '*.h' '*.sql' '*.sh' '*.md' '*.txt' '*.json' | grep -v '^tests/data/' |
    grep -v '^tests/golden/'
}
texts | xargs -r awk '/[ \t]+$/ { print FILENAME ":" FNR ": blanks at the end of the line" }' >>"$findings"
# Read with -z each file is one line, and lines end inside of it.
texts | xargs -r grep -LPz '\n\z' | sed 's/$/: no newline at the end/' >>"$findings"
lint_end "$findings"
