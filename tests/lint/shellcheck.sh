#!/bin/sh
# Every shell script is clean for shellcheck.
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint_need shellcheck
cd "$root"
scripts=$(lint_files '*.sh')
[ ! -f .ci/run ] || scripts="$scripts .ci/run"
# shellcheck disable=SC2086 # paths of the project hold no blanks
shellcheck --format=gcc --external-sources --source-path="$root" $scripts
