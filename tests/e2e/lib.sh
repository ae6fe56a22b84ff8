#!/bin/sh
# What every script of this folder begins with: a place of its own with a private server that is
# stopped at the end, and the steps, each compared whole: exit code, stdout and stderr.
#
#   step 'title' CODE command...    runs it with an empty standard input
#   feed 'title' CODE FILE command...   the same, FILE is its standard input
#   out <<'END' ... END             what it wrote to stdout, whole
#   err <<'END' ... END             what it wrote to stderr, whole
#   no_out, no_err                  nothing
#   golden CASE REPORT command...   its json, whole, is that of tests/golden/CASE
#
# In what is compared the script's folder stands as WORK, digests as DIGEST, times of the clock as
# TIME, an escape character as ESC, versions of the schema as N.
# shellcheck shell=sh

set -u
LC_ALL=C
export LC_ALL
unset PGHOST PGPORT PGDATABASE PGSERVICE PGUSER PGHOSTADDR NO_COLOR XDG_DATA_HOME

PROGRAM=${CADRE_PROGRAM:?'names the built program'}
WORK=$(mktemp -d "${CADRE_TEST_PLACE:-/tmp}/cadre-e2e.XXXXXX") || exit 1
DATA=$(cd "$(dirname "$0")" && pwd)/data
FAILED=0
FINISHED=0
# Debian's psql is a script that looks for this one.
for PSQL in /usr/lib/postgresql/*/bin/psql psql; do
    [ ! -x "$PSQL" ] || break
done
STEP=

# The server's account passes through here.
chmod 711 "$WORK"
cd "$WORK" || exit 1

# Whatever happens, the servers are stopped and the folder goes.
end() {
    trap - EXIT INT TERM
    for folder in "$WORK"/db*; do
        [ -d "$folder" ] && "$PROGRAM" --data-dir "$folder" --quiet db stop >/dev/null 2>&1
    done
    cd / && rm -rf "$WORK"
    [ "$FINISHED" -eq 1 ] || { echo "the script ended early, in or behind: $STEP"; exit 1; }
    [ "$FAILED" -eq 0 ] || { echo "$FAILED comparisons failed"; exit 1; }
    exit 0
}

# The last line of every script.
finish() {
    FINISHED=1
    exit 0
}

trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The program on this script's own private server.
cadre() {
    "$PROGRAM" --data-dir "$WORK/db" "$@"
}

fail() {
    FAILED=$((FAILED + 1))
    echo "FAILED: $STEP: $1"
}

plain() {
    sed -E -e "s|$WORK|WORK|g" -e 's/\x1b/ESC/g' -e 's/server process [0-9]+/server process PID/' \
        -e 's/(schema version|of version|wants|knows only) [0-9]+/\1 N/g' \
        -e 's/\b([0-9a-f]{64}|[0-9a-f]{12})\b/DIGEST/g' \
        -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}\.[0-9]+\+00/TIME/' "$1"
}

feed() {
    STEP=$1
    wanted=$2
    input=$3
    shift 3
    "$@" <"$input" >"$WORK/.out" 2>"$WORK/.err"
    code=$?
    [ "$code" -eq "$wanted" ] && return
    fail "exit code $code instead of $wanted"
    plain "$WORK/.out"
    plain "$WORK/.err"
}

step() {
    title=$1
    code_wanted=$2
    shift 2
    feed "$title" "$code_wanted" /dev/null "$@"
}

compare() {
    cat >"$WORK/.wanted"
    plain "$WORK/$1" >"$WORK/.seen"
    cmp -s "$WORK/.wanted" "$WORK/.seen" && return
    fail "$2 differs (- wanted, + seen)"
    diff -u "$WORK/.wanted" "$WORK/.seen" | tail -n +3
}

out() {
    compare .out stdout
}

err() {
    compare .err stderr
}

no_out() {
    compare .out stdout </dev/null
}

no_err() {
    compare .err stderr </dev/null
}

# true WHAT TEST...: a fact that no output shows.
holds() {
    STEP=$1
    shift
    "$@" && return
    fail "does not hold: $*"
    return 1
}

# golden CASE REPORT command...: the json is that of tests/golden/CASE, whole (CADRE_GOLDEN_WRITE=1
# accepts another one), and the contract the published one of REPORT. e2e/json_schema compares both.
golden() {
    wanted=$DATA/../../golden/$1/expected.json
    contract=$DATA/../../../reports/schema/$2.schema.json
    label=$1
    shift 2
    "$@" --format json 2>golden.err | sed 's/"recorded_at": ".*"/"recorded_at": "TIME"/' >golden.json
    if [ -n "${CADRE_GOLDEN_WRITE-}" ]; then
        mkdir -p "${wanted%/*}"
        cp golden.json "$wanted"
    fi
    holds "the json of $label" cmp golden.json "$wanted"
    "$@" --json-schema >golden.schema.json
    holds "the contract of $label" cmp golden.schema.json "$contract"
}

# comes COMMAND...: waits until it succeeds, half a minute at most.
comes() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { fail "never came: $*"; return 1; }
        sleep 0.1
    done
}

# answers SQL VALUE: the registry answers so.
answers() {
    [ "$(sql "$1")" = "$2" ]
}

# psql on the private database, past the program: as the account that the server runs as.
sql() {
    (
        cd /
        set -- "$PSQL" -X -q -A -t -v ON_ERROR_STOP=1 -d "$(connection)" -c "$1"
        [ "$(id -u)" -ne 0 ] || set -- runuser -u postgres -- "$@"
        PGAPPNAME='another office' exec "$@"
    )
}

# Asked once: it stays as it is.
connection() {
    [ -s "$WORK/.connection" ] ||
        "$PROGRAM" --data-dir "$WORK/db" db status | sed -n 's/^connection  //p' >"$WORK/.connection"
    cat "$WORK/.connection"
}

# Whom the last run seats where: "5AAA111|N-1".
seats() {
    sql 'SELECT natural_key, need_code FROM cadre.run_assignment
         WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY 1'
}

# The small country that most scripts begin with.
fill_registry() {
    cadre -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
    cadre -q import roster "$DATA/roster.csv" --source BAKU --effective 2026-03-01 || exit 1
    cadre -q import certifications "$DATA/certifications.csv" --source BAKU \
        --effective 2026-03-01 || exit 1
    cadre -q import competencies "$DATA/competencies.csv" --source BAKU \
        --effective 2026-03-01 || exit 1
    cadre -q import needs "$DATA/needs.csv" --effective 2026-03-01 || exit 1
    cadre -q import requirements "$DATA/requirements.csv" --effective 2026-03-01 || exit 1
}
