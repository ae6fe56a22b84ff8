#!/bin/sh
# The connection is cut at COMMIT: before it is done, when it is done and its answer is lost, and
# when the client dies waiting for that answer. Stored once or not at all, and the ledger knows.
# shellcheck source=tests/faults/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

fill_offices
another twin
rows roster --rows 400 --faults 30 >first.csv
rows roster --rows 400 --faults 30 --change 10 --month 1 >second.csv
rows certifications --rows 400 --faults 30 >awards.csv

# import INTO KIND FILE DAY: into `cadre` or the twin.
import() {
    into=$1
    shift
    case $into in
        cadre) cadre import "$1" "$2" --source BAKU --effective "$3" --rejects hit ;;
        twin) beside twin import "$1" "$2" --source BAKU --effective "$3" --rejects other ;;
    esac
}
mkdir hit other

# The next COMMIT of a batch cuts its own connection. A sequence counts, since it forgets nothing
# when a transaction is rolled back.
sql "
CREATE SEQUENCE public.cut_off;
CREATE FUNCTION public.cut_off() RETURNS trigger LANGUAGE plpgsql AS \$\$
BEGIN
    IF nextval('public.cut_off') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
    RETURN NULL;
END \$\$;
CREATE CONSTRAINT TRIGGER cut_off AFTER INSERT OR UPDATE ON cadre.batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.cut_off()"
import twin roster first.csv 2026-03-01 >twin.out 2>&1
after=$(beside twin db digest)
step 'cut before COMMIT is done: it is tried again' 1 import cadre roster first.csv 2026-03-01
holds 'it was cut' test "$(sql 'SELECT last_value FROM public.cut_off')" -gt 1
holds 'stored once' is "$after"
holds 'with its rejects' cmp hit/first.csv.rejects.csv other/first.csv.rejects.csv
sql 'DROP TRIGGER cut_off ON cadre.batch'

# A standby that there is none of lets COMMIT be done and never answer.
hold_answer() {
    sql "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"
    sql 'SELECT pg_reload_conf()' >/dev/null
}
waits_for_answer() {
    answers "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" 1
}
cut_those_who_wait() {
    sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" \
        >/dev/null
    sql 'ALTER SYSTEM RESET synchronous_standby_names'
    sql 'SELECT pg_reload_conf()' >/dev/null
}

import twin roster second.csv 2026-04-01 >twin.out 2>&1
after=$(beside twin db digest)
hold_answer
import cadre roster second.csv 2026-04-01 >late.out 2>late.err &
client=$!
comes waits_for_answer
cut_those_who_wait
wait "$client"
code=$?
holds 'the ledger is asked: stored, though the answer was lost' test "$code" -eq 1
holds 'stored once' is "$after"
holds 'with its rejects' cmp hit/second.csv.rejects.csv other/second.csv.rejects.csv
step 'and once more' 0 import cadre roster second.csv 2026-04-01
holds 'it is unchanged' grep -q unchanged .out

import twin certifications awards.csv 2026-04-01 >twin.out 2>&1
after=$(beside twin db digest)
hold_answer
"$PROGRAM" --data-dir "$WORK/db" import certifications awards.csv --source BAKU \
    --effective 2026-04-01 --rejects hit >late.out 2>late.err &
client=$!
comes waits_for_answer
kill -KILL "$client"
wait "$client" 2>/dev/null
cut_those_who_wait
nobody_imports() {
    answers "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'cadre import%'" 0
}
comes nobody_imports
holds 'the client is dead, its batch is stored' is "$after"
holds 'with its rejects' cmp hit/awards.csv.rejects.csv other/awards.csv.rejects.csv
step 'once more' 0 import cadre certifications awards.csv 2026-04-01
holds 'it is unchanged' grep -q unchanged .out
holds 'still stored once' is "$after"

finish
