#!/bin/sh
# A database that fails in the middle of an import, and in its COMMIT: it is tried again or the
# ledger is asked, and no row is stored twice or lost.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cp "$DATA"/*.csv .
cadre -q import organizations organizations.csv --effective 2026-03-01

# hinder WHAT TIMES: the next TIMES batches that reach the ledger end in WHAT. A sequence counts,
# since it forgets nothing when a transaction is rolled back.
hinder() {
    sql "
DROP TRIGGER IF EXISTS hinder ON cadre.batch;
DROP SEQUENCE IF EXISTS cadre.hindered;
CREATE SEQUENCE cadre.hindered;
CREATE OR REPLACE FUNCTION cadre.hinder() RETURNS trigger LANGUAGE plpgsql AS \$\$
BEGIN
    IF nextval('cadre.hindered') <= $2 THEN $1; END IF;
    RETURN NULL;
END \$\$;
CREATE CONSTRAINT TRIGGER hinder AFTER INSERT ON cadre.batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION cadre.hinder()" 2>/dev/null
}

merged() {
    sql "SELECT count(*) FROM cadre.batch WHERE kind = '$1' AND state = 'merged'"
}

hinder "RAISE EXCEPTION 'in the way' USING ERRCODE = 'serialization_failure'" 2
step 'in the way of another transaction twice, then not' 0 \
    cadre import roster roster.csv --source BAKU --owner MOD --effective 2026-03-01
holds 'it was tried three times' answers 'SELECT last_value FROM cadre.hindered' 3
err <<'END'
cadre: source 'BAKU' is new and belongs to 'MOD'
END
holds 'it is stored once' test "$(merged roster)" -eq 1
holds 'each person once' answers 'SELECT count(*) FROM cadre.person' 6

hinder "PERFORM pg_terminate_backend(pg_backend_pid())" 1
step 'the connection breaks in COMMIT and nothing is stored: once more' 0 \
    cadre import certifications certifications.csv --source BAKU --effective 2026-03-01
no_err
holds 'it was tried twice' answers 'SELECT last_value FROM cadre.hindered' 2
holds 'it is stored once' test "$(merged certifications)" -eq 1

hinder "RAISE EXCEPTION 'in the way' USING ERRCODE = 'serialization_failure'" 1000
step 'always in the way' 3 \
    cadre import competencies competencies.csv --source BAKU --effective 2026-03-01
no_out
err <<'END'
cadre: 'competencies.csv' could not be stored in 5 attempts: COMMIT failed: in the way
  hint: nothing of it is stored; import it again later
END
holds 'nothing is stored' test "$(merged competencies)" -eq 0

hinder "PERFORM pg_terminate_backend(pg_backend_pid())" 1000
step 'always cut off' 3 \
    cadre import competencies competencies.csv --source BAKU --effective 2026-03-01
no_out
holds 'it says how often it tried' grep -q "could not be stored in 5 attempts: COMMIT failed" .err
holds 'nothing is stored' test "$(merged competencies)" -eq 0
sql 'DROP TRIGGER hinder ON cadre.batch'

# COMMIT is done but its answer never comes: the server waits for a standby that there is none of,
# and is told to end this connection.
sql "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"
sql 'SELECT pg_reload_conf()' >/dev/null
cadre import needs needs.csv --effective 2026-03-01 >late.out 2>late.err &
import=$!
comes answers "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" 1
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" >/dev/null
sql "ALTER SYSTEM RESET synchronous_standby_names"
sql 'SELECT pg_reload_conf()' >/dev/null
wait "$import"
code=$?
holds 'stored, though the answer to COMMIT was lost' test "$code" -eq 0
mv late.out .out
mv late.err .err
out <<'END'
needs.csv: 3 rows = 3 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 17)
END
holds 'once' test "$(merged needs)" -eq 1
holds 'each need once' answers 'SELECT count(*) FROM cadre.need' 3

finish
