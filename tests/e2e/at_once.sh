#!/bin/sh
# Seventy offices at once, two imports of one, and a reader meanwhile.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

OFFICES=70

{
    echo 'code,name,kind,region'
    for office in $(seq "$OFFICES"); do
        echo "O$office,Office $office,unit,AZ-BA"
    done
} >organizations.csv
cadre -q import organizations organizations.csv --effective 2026-03-01

for office in $(seq "$OFFICES"); do
    {
        echo 'source_person_id,family_name,given_name,birth_date,citizenship,consent_on'
        for person in $(seq 20); do
            echo "$office-$person,Məmmədov,Elçin,1980-01-01,AZ,2026-01-01"
        done
    } >"O$office.csv"
done

# Each keeps its own words: a failure has to say whose.
for office in $(seq "$OFFICES"); do
    {
        cadre import roster "O$office.csv" -s "O$office" --effective 2026-03-01 >"O$office.out" 2>"O$office.err"
        echo $? >"O$office.code"
    } &
done
wait
failed=$(grep -Lx 0 O*.code)
holds 'all succeed' test -z "$failed" || for code in $failed; do cat "${code%.code}.err"; done
holds 'all rows are stored' answers 'SELECT count(*) FROM cadre.person' $((OFFICES * 20))
holds 'each batch once' answers \
    "SELECT count(*), count(DISTINCT recorded_at) FROM cadre.batch WHERE kind = 'roster' AND state = 'merged'" \
    "$OFFICES|$OFFICES"
holds 'nothing stays in staging' answers \
    "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'" 0

# A merge that stands open for seconds.
cadre -q match --as-of 2026-04-01
sql "
CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS \$\$
BEGIN
    PERFORM pg_sleep(20);
    RETURN NEW;
END \$\$;
CREATE TRIGGER slow BEFORE UPDATE ON cadre.batch FOR EACH ROW WHEN (NEW.state = 'merged')
    EXECUTE FUNCTION public.slow()"
sed 's/Elçin/Ülvi/' O1.csv >changed.csv
sed 's/Elçin/Ülvi/' O2.csv >other.csv
cadre import roster changed.csv -s O1 --effective 2026-04-01 >slow.out 2>slow.err &
import=$!
comes answers "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" 1
step 'the same source at once' 5 cadre import roster O1.csv -s O1 --effective 2026-05-01
no_out
err <<'END'
cadre: source 'O1' is in use by 'cadre import O1', server process PID
  hint: run again when it is done
END
step 'another source does not wait for ever' 5 \
    cadre import roster other.csv -s O2 --effective 2026-05-01 --wait 1
holds 'it is told who holds the registry' \
    grep -q "^cadre: the registry is in use by 'cadre import O1', server process" .err \
    || plain .err
step 'readers do not wait' 0 timeout 10 "$PROGRAM" --data-dir "$WORK/db" batch list
step 'nor do reports' 0 timeout 10 "$PROGRAM" --data-dir "$WORK/db" report gap --as-of 2026-04-01
holds 'the merge stood open all the while' \
    answers "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" 1
wait "$import"
code=$?
holds 'and comes to its end' test "$code" -eq 0
holds 'all are changed' grep -q '^changed.csv: 20 rows = 0 new + 20 changed' slow.out

finish
