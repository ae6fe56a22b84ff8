#!/bin/sh
# How far a match is, for a program and on a terminal; and one that is interrupted leaves nothing.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

# lines of JSON, times left out.
stages() {
    sed -E 's/"(elapsed|stage)_ms": [0-9]+/"\1_ms": N/g' .err >stages && cp stages .err
}

step 'another form' 2 cadre match --progress xml
no_out
err <<'END'
cadre: '--progress xml' is unknown
  hint: it can be json
END
step 'for a program' 0 cadre -q match --as-of 2026-03-01 --progress json
no_out
stages
err <<'END'
{"stage": "reading", "state": "begun", "elapsed_ms": N}
{"stage": "reading", "state": "done", "elapsed_ms": N, "stage_ms": N, "people": 6, "needs": 3}
{"stage": "pairs", "state": "begun", "elapsed_ms": N, "people": 6, "needs": 3}
{"stage": "pairs", "state": "done", "elapsed_ms": N, "stage_ms": N, "people": 6, "needs": 3, "pairs": 5}
{"stage": "solving", "state": "begun", "elapsed_ms": N, "people": 6, "needs": 3, "pairs": 5}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "auction", "people": 6, "needs": 3, "pairs": 5}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "priorities", "people": 6, "needs": 3, "pairs": 5}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "auction", "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "refinement", "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "cutoffs", "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "ties", "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "solving", "state": "phase", "elapsed_ms": N, "phase": "equal_seats", "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "solving", "state": "done", "elapsed_ms": N, "stage_ms": N, "people": 6, "needs": 3, "pairs": 5, "fit_bp": 27150, "gap_bp": 0}
{"stage": "comparing", "state": "begun", "elapsed_ms": N, "people": 6, "needs": 3, "pairs": 5}
{"stage": "comparing", "state": "done", "elapsed_ms": N, "stage_ms": N, "people": 6, "needs": 3, "pairs": 5}
{"stage": "storing", "state": "begun", "elapsed_ms": N, "people": 6, "needs": 3, "pairs": 5}
{"stage": "storing", "state": "done", "elapsed_ms": N, "stage_ms": N, "people": 6, "needs": 3, "pairs": 5}
END
step 'what is unchanged is only read' 0 cadre -q match --as-of 2026-03-01 --progress json
stages
err <<'END'
{"stage": "reading", "state": "begun", "elapsed_ms": N}
{"stage": "reading", "state": "done", "elapsed_ms": N, "stage_ms": N}
END
step 'a trial stores nothing' 0 cadre -q match --what-if "$DATA/needs.csv" --progress json
stages
holds 'four stages' test "$(sed -n 's/.*"stage": "\([a-z]*\)", "state": "done".*/\1/p' .err | tr '\n' ' ')" = \
    'reading pairs solving comparing '
step 'silent otherwise' 0 cadre match --as-of 2026-03-02
no_err
script -qec "$PROGRAM --data-dir $WORK/db match --as-of 2026-03-03" /dev/null </dev/null | tr -d '\r' >seen
holds 'a line on a terminal, taken away in the end' \
    grep -q "$(printf '\033')\[Kmatch: assigning, 6 people, 3 needs, 5 pairs$(printf '\033')\[K" seen
holds 'and how far from the best it can be' grep -q 'refined, proven to be the best' seen
step 'a stable match has no phases' 0 \
    cadre -q match --as-of 2026-03-07 --mode stable --progress json
holds 'and no bound' sh -c '! grep "\"solving\"" .err | grep -q "phase\|gap_bp"'
holds 'the optimal one, for the price of stability, has both' \
    grep -q '"stage": "comparing", "state": "phase".*"phase": "refinement".*"gap_bp": 0' .err
echo '{"draws": [{"name": "few", "people": {}, "most": 3}]}' >few.json
step 'likewise with limits' 0 \
    cadre -q match --as-of 2026-03-07 --mode stable --policy few.json --progress json
holds 'it is told that it is solved twice' grep -q '"stage": "comparing", "state": "done"' .err
step 'a quiet terminal' 0 script -qec "$PROGRAM --data-dir $WORK/db -q match --as-of 2026-03-04" /dev/null
no_out

# waits TABLE: whether somebody waits for the table.
# shellcheck disable=SC2317 # by comes
waits() {
    answers "SELECT count(*) FROM pg_locks WHERE relation = 'cadre.$1'::regclass AND NOT granted" 1
}
# held TABLE: nobody else reads it.
held() {
    sql "BEGIN; LOCK TABLE cadre.$1; SELECT pg_sleep(60)" >/dev/null 2>&1 &
    comes answers "SELECT count(*) FROM pg_locks WHERE relation = 'cadre.$1'::regclass
                   AND mode = 'AccessExclusiveLock' AND granted" 1
}
# free TABLE: it can be read again.
free() {
    sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE query LIKE '%LOCK TABLE cadre.$1;%' AND pid <> pg_backend_pid()" >/dev/null
}
# begun WORDS...: a match that runs beside this script. Shells start what does with SIGINT ignored.
begun() {
    env --default-signal=INT "$PROGRAM" --data-dir "$WORK/db" match "$@" >.out 2>.err &
    match=$!
}
# interrupted WHAT: it was.
interrupted() {
    kill -s INT "$match"
    STEP=$1
    wait "$match"
    code=$?
    [ "$code" -eq 130 ] || fail "exit code $code instead of 130"
    no_out
}

# Interrupted while it reads, and a trial, which stores nothing anyway.
held award
for trial in '' "--what-if $DATA/needs.csv"; do
    # shellcheck disable=SC2086 # several words
    begun ${trial:---as-of 2026-03-06} $trial
    comes waits award
    interrupted "a match that reads: $trial"
    err <<'END'
cadre: interrupted: nothing is stored
END
    comes answers "SELECT count(*) FROM pg_locks WHERE relation = 'cadre.award'::regclass AND NOT granted" 0
done
free award

# Interrupted in the middle of its storing: head and assignments are written, the reasons wait.
runs=$(sql 'SELECT count(*) FROM cadre.run')
held run_reason
for name in INT TERM; do
    case $name in INT) wanted=130 ;; *) wanted=143 ;; esac
    begun --as-of 2026-03-05
    comes waits run_reason
    kill -s "$name" "$match"
    STEP="a match that gets SIG$name"
    wait "$match"
    code=$?
    [ "$code" -eq "$wanted" ] || fail "exit code $code instead of $wanted"
    no_out
    err <<'END'
cadre: interrupted: nothing is stored
END
    comes answers "SELECT count(*) FROM pg_locks WHERE relation = 'cadre.run_reason'::regclass
                   AND NOT granted" 0
    holds 'it leaves no run' answers 'SELECT count(*) FROM cadre.run' "$runs"
done
free run_reason
wait
holds 'nor a part of one' answers \
    "SELECT count(*) FROM cadre.run_assignment a WHERE NOT EXISTS (SELECT FROM cadre.run r WHERE r.number = a.run)" 0

# Interrupted when it is stored, and what it came to is read to be told.
held run_cap
begun --as-of 2026-03-06 --publish
comes waits run_cap
interrupted 'a match that is stored'
number=$(sql 'SELECT max(number) FROM cadre.run')
err <<END
cadre: interrupted: run $number is stored and published
END
free run_cap
wait
step 'so it is' 0 cadre -q verify "$number"
holds 'on that day' answers \
    "SELECT as_of FROM cadre.run WHERE number = $number AND published_at IS NOT NULL" 2026-03-06
step 'the next one is whole' 0 cadre -q match --as-of 2026-03-05
step 'and verifies' 0 cadre -q verify last

finish
