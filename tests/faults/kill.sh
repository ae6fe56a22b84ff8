#!/bin/sh
# Somebody is killed at every import, again and again: see kill.c. The folder and the server are of
# this script's own and go at the end.
# Usage: sh tests/faults/kill.sh [--rounds N] [--seed N] [--people N] [--chunk MIB]
top=$(cd "$(dirname "$0")/../.." && pwd)
export CADRE_PROGRAM="${CADRE_PROGRAM:-$top/build/release/cmd/cadre}"
build=$(cd "$(dirname "$CADRE_PROGRAM")/.." && pwd)
# shellcheck source=tests/e2e/lib.sh
. "$top/tests/e2e/lib.sh"

mkdir rejects twin
STEP='faults_kill'
"$build/tests/faults/faults_kill" --program "$CADRE_PROGRAM" --work "$WORK" \
    --rows "$build/tests/bench/import/bench_rows" "$@" || fail 'see above'

finish
