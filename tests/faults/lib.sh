#!/bin/sh
# What the fault scripts begin with: the place, server and steps of the e2e scripts, made-up rows,
# and databases beside the one that is hit.
# shellcheck shell=sh
top=$(cd "$(dirname "$0")/../.." && pwd)
export CADRE_PROGRAM="${CADRE_PROGRAM:-$top/build/release/cmd/cadre}"
build=$(cd "$(dirname "$CADRE_PROGRAM")/.." && pwd)
# shellcheck source=tests/e2e/lib.sh
. "$top/tests/e2e/lib.sh"

rows() {
    "$build/tests/bench/import/bench_rows" "$@"
}

# beside DATABASE WORD...: the program on another database of the same server.
beside() {
    database=$1
    shift
    "$PROGRAM" -d "$(connection | sed "s/dbname=cadre/dbname=$database/")" "$@"
}

# another DATABASE: a copy of the registry as it is now.
another() {
    comes sql "CREATE DATABASE $1 TEMPLATE cadre STRATEGY file_copy" 2>/dev/null
}

# The offices that own the sources.
fill_offices() {
    {
        echo 'code,name,kind'
        for office in BAKU GANJA SUMGAIT LANKARAN SHAKI GUBA MASALLI TOVUZ BARDA AGDAM; do
            echo "$office,Recruitment office of $office,agency"
        done
    } >offices.csv
    cadre -q import organizations offices.csv --effective 2025-01-01
}

# is DIGEST: the registry that was hit knows what has this digest, and has no fault.
is() {
    cadre db digest >.digest 2>.err || { cat .err; return 1; }
    [ "$(cat .digest)" = "$1" ] || { echo "digest $(cat .digest) instead of $1"; return 1; }
    [ "$(sql 'SELECT coalesce(sum(found), 0) FROM cadre.check_registry()')" -eq 0 ] ||
        { echo 'the checker finds faults'; return 1; }
}
