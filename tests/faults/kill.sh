#!/bin/sh
# Somebody is killed at every import, again and again: see kill.c. The folder and the server are of
# this script's own and go at the end.
# Usage: sh tests/faults/kill.sh [--rounds N] [--seed N] [--people N] [--chunk MIB] [--year N]
#                                  [--change PERCENT] [--long N]
#   --year N   rounds after which both registries are empty again (50); 1: each list is the first
#   --long N   rows from which a list is long: the first one goes by two connections, others that
#              change nearly everybody fill volumes (20,000)
#   --change N percent of the rows that each month changes (6); 90 of 25,000 people: whole lists
# shellcheck source=tests/faults/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir rejects twin
STEP='faults_kill'
"$build/tests/faults/faults_kill" --program "$CADRE_PROGRAM" --work "$WORK" \
    --rows "$build/tests/bench/import/bench_rows" "$@" || fail 'see above'

finish
