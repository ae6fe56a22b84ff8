# What every script of this folder begins with: a place of its own with a private server that is
# stopped at the end, and the steps, each compared whole: exit code, stdout and stderr.
#
#   step 'title' CODE command...    runs it with an empty standard input
#   feed 'title' CODE FILE command...   the same, FILE is its standard input
#   out <<'END' ... END             what it wrote to stdout, whole
#   err <<'END' ... END             what it wrote to stderr, whole
#   no_out, no_err                  nothing
#
# In what is compared the script's folder stands as WORK, a digest's first digits as DIGEST.
# shellcheck shell=sh

set -u
LC_ALL=C
export LC_ALL
unset PGHOST PGPORT PGDATABASE PGSERVICE PGUSER PGHOSTADDR NO_COLOR XDG_DATA_HOME

PROGRAM=${CADRE_PROGRAM:?'names the built program'}
WORK=$(mktemp -d /tmp/cadre-e2e.XXXXXX) || exit 1
DATA=$(cd "$(dirname "$0")" && pwd)/data
FAILED=0
STEP=

# The server's account passes through here.
chmod 711 "$WORK"
cd "$WORK" || exit 1

end() {
    status=$?
    trap - EXIT INT TERM
    for folder in "$WORK"/db*; do
        [ -d "$folder" ] && "$PROGRAM" --data-dir "$folder" --quiet db stop >/dev/null 2>&1
    done
    cd / && rm -rf "$WORK"
    [ "$status" -ne 0 ] && exit "$status"
    [ "$FAILED" -eq 0 ] || echo "$FAILED comparisons failed"
    [ "$FAILED" -eq 0 ]
    exit $?
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
    sed -e "s|$WORK|WORK|g" -e 's/(\([0-9a-f]\{12\}\))/(DIGEST)/g' "$1"
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
    "$@" || fail "does not hold: $*"
}

# One value out of the private database, past the program.
sql() {
    as=
    [ "$(id -u)" -eq 0 ] && as='runuser -u postgres --'
    # shellcheck disable=SC2086
    (cd / && $as psql -X -q -A -t -v ON_ERROR_STOP=1 \
        "$("$PROGRAM" --data-dir "$WORK/db" db status | sed -n 's/^connection  //p')" -c "$1")
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
