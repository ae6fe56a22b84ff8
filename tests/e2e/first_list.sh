#!/bin/sh
# The first list of people of all: straight into the registry, and the same as if it was staged.
# shellcheck source=tests/e2e/lib.sh disable=SC2317 # steps call them
. "$(dirname "$0")/lib.sh"

# Two registries: the one of this script, and one into which all is staged.
beside() {
    "$PROGRAM" --data-dir "$WORK/dbside" "$@"
}

both() {
    cadre "$@" 2>/dev/null >.here
    here=$?
    beside "$@" 2>/dev/null >.beside
    there=$?
    sed 's/ (batch .*//' .here >here.out
    sed 's/ (batch .*//' .beside >beside.out
    [ "$here" -eq "$there" ]
}

state_of() {
    "$@" db digest | sed 's/ .*//'
}

# Rows by number, and some that are held, rejected, repeated, or warned of.
roster() {
    awk -v rows="$1" -v month="$2" 'BEGIN {
        print "source_person_id,national_id,family_name,given_name,birth_date,job_title,languages,occupation"
        for (i = 1; i <= rows; i++) {
            job = i % 10 == month % 10 ? "clerk of month " month : "clerk"
            printf "P-%05d,%07d,Məmmədov,Elçin,19%02d-03-05,%s,az:C2;en:B1,2519\n",
                (i * 7919) % 99991, (i * 104729) % 9999991, 60 + i % 40, job
        }
        print "T-1,7777777,Əliyev,Ülvi,1990-01-01,driver,,"
        print "T-2,7777777,Əliyev,Ülvi,1990-01-01,driver,,"
        print "T-3,,Kərimov,Rəşad,1990-13-41,driver,,"
        print "T-4,,Kərimov,Rəşad,1990-01-01,driver,,"
        print "T-4,,Kərimov,Rəşad,1990-01-01,driver,,"
        print "T-5,,Quliyev,Nicat,1990-01-01,driver,,9998"
        print ",6666666,Quliyeva,Nigar,1990-01-01,driver,,"
        print "T-6,,Quliyeva,Leyla,1990-01-01,driver,,"
        print "T-6,,Quliyeva,Leyla,1990-01-01,painter,,"
    }'
}

for program in cadre beside; do
    "$program" -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
done
roster 2000 3 >march.csv
roster 2100 4 >april.csv

# ---- nothing is staged ----------------------------------------------------------------------------

sql "ALTER FUNCTION cadre.create_staging(text, bigint, text[], regtype[], boolean) RENAME TO no_staging"
step 'a dry run tells all and leaves nothing' 1 \
    cadre import roster march.csv -s BAKU --effective 2026-03-01 --dry-run
holds 'whom it would make' grep -q '2003 new' .out
holds 'nobody is there' test "$(sql 'SELECT count(*) FROM cadre.source_record')" -eq 0
step 'refused by a brake' 4 \
    cadre import roster march.csv -s BAKU --effective 2026-03-01 --atomic --rejects first
holds 'nobody is there either' test "$(sql 'SELECT count(*) FROM cadre.person')" -eq 0

# Two rows of one person are held by the registry, not by the check: that counts for the brakes too.
printf 'source_person_id,national_id,family_name,given_name\nA,1234567,A,B\nC,1234567,D,E\nF,7654321,G,H\n' >twins.csv
step 'refused for who stands there twice' 4 \
    cadre import roster twins.csv -s BAKU --effective 2026-03-01 --max-rejects 1
err <<'END'
twins.csv:1: column consent_on, W006 no consent is recorded
twins.csv:2: record 1, column national_id, X012 the same person stands twice, by two keys
twins.csv:3: record 2, column national_id, X012 the same person stands twice, by two keys
cadre: 'twins.csv' is refused: 2 of its 3 rows are faulty, more than 1
  hint: mend them, or raise --max-rejects
END

step 'the first list' 1 cadre import roster march.csv -s BAKU --effective 2026-03-01
out <<'END'
march.csv: 2009 rows = 2003 new + 0 changed + 0 unchanged + 1 duplicate + 2 held + 3 rejected; 0 left (batch 7)
END
sql "ALTER FUNCTION cadre.no_staging(text, bigint, text[], regtype[], boolean) RENAME TO create_staging"

# ---- the same as staged ---------------------------------------------------------------------------

mv march.csv.rejects.csv here.rejects.csv
# Of two chunks: lines of nothing but delimiters are no rows.
awk 'BEGIN { for (i = 0; i < 150000; i++) print ",,,,,,," }' | cat march.csv - >long.csv
step 'staged in chunks' 1 beside import roster long.csv -s BAKU --effective 2026-03-01 --chunk 1 \
    --rejects side
holds 'the same rejects' cmp here.rejects.csv side/long.csv.rejects.csv
holds 'the same registry' test "$(state_of cadre)" = "$(state_of beside)"
people='SELECT person_id, natural_key, languages, owner FROM cadre.person ORDER BY person_id'
sql "$people" >here.people
(
    cadre() { beside "$@"; }
    connection() { beside db status | sed -n 's/^connection  //p'; }
    sql "$people"
) >beside.people
holds 'the same numbers' cmp here.people beside.people
holds 'in the order of their keys' test "$(sed -n 1p here.people)" = 'P00000001|BAKU/T-4||BAKU'

# ---- months after it ------------------------------------------------------------------------------

step 'these bytes again' 0 cadre import roster march.csv -s BAKU --effective 2026-03-01
holds 'are in force' grep -q 'unchanged' .out
day_month=3
for month in april march; do
    day=2026-0$((day_month += 1))-01
    holds "$month: ends alike" both import roster $month.csv -s BAKU --effective "$day" \
        --rejects "of-$month"
    holds "$month: the same is told" cmp here.out beside.out
    holds "$month: the same registry" test "$(state_of cadre)" = "$(state_of beside)"
done
step 'nothing is at fault' 0 cadre doctor
for batch in 11 9 7; do
    step "batch $batch is taken back" 0 cadre batch undo $batch
done
holds 'nobody is known any more' test "$(sql 'SELECT count(*) FROM cadre.person')" -eq 0

# ---- too large for memory -------------------------------------------------------------------------

# A registry into which the rows are sorted in a temporary, and one that has no room for it: its rows
# are staged, and nobody hears of it.
large() {
    "$PROGRAM" --data-dir "$WORK/dblarge" "$@"
}
narrow() {
    TMPDIR=$WORK/nowhere "$PROGRAM" --data-dir "$WORK/dbnarrow" "$@"
}
roster 70000 3 >large.csv
for program in large narrow; do
    "$program" -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
    step "$program" 1 "$program" import roster large.csv -s BAKU --effective 2026-03-01
    holds "$program: all of them" grep -q '^large.csv: 70009 rows = 70003 new .* 2 held + 3 rejected' .out
    sed 's/ (batch [0-9]*)$//' .out >"$program.out" # the one that begins anew takes another number
    holds "$program: one line in the ledger all the same" \
        test "$("$program" batch list | grep -c ' roster ')" -eq 1
done
holds 'both tell the same' cmp large.out narrow.out
holds 'both are the same' test "$(state_of large)" = "$(state_of narrow)"
step 'nothing is at fault in what was sorted outside' 0 large doctor

# ---- by one connection ----------------------------------------------------------------------------

# An ordinary role on a server that gives it one connection at a time.
server=$(connection | sed "s/ user=.*//")
settings=$(sql 'SHOW hba_file')
{
    echo 'local lone lone trust'
    cat "$settings"
} >hba.conf
cat hba.conf >"$settings"
sql 'SELECT pg_reload_conf()' >/dev/null
sql 'CREATE ROLE lone LOGIN'
sql 'CREATE DATABASE lone OWNER lone TEMPLATE template0'
lone() {
    "$PROGRAM" -d "$server user=lone dbname=lone" "$@"
}
where='SELECT DISTINCT c.relname FROM cadre.source_record r JOIN pg_class c ON c.oid = r.tableoid'
comes lone -q db init 2>/dev/null
lone -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
comes answers "SELECT count(*) FROM pg_stat_activity WHERE usename = 'lone'" 0
sql 'ALTER ROLE lone CONNECTION LIMIT 1'
step 'a long list by one connection' 1 lone import roster large.csv -s BAKU --effective 2026-03-01
holds 'all of them' grep -q '^large.csv: 70009 rows = 70003 new .* 2 held + 3 rejected' .out
sql 'ALTER ROLE lone CONNECTION LIMIT -1'
holds 'it had no other' test \
    "$(psql -X -q -A -t -d "$server user=lone dbname=lone" -c "$where")" = source_record
holds 'by two it would be a volume' test "$(
    connection() { large db status | sed -n 's/^connection  //p'; }
    sql "$where"
)" = source_record_first_2
holds 'both are the same' test "$(state_of lone)" = "$(state_of large)"
step 'nothing is at fault' 0 lone doctor

# ---- killed -----------------------------------------------------------------------------------------

# A process that is killed when its records are stored by the second connection, and nothing is decided:
# a session that keeps the events of people for itself holds it there.
killed() {
    "$PROGRAM" --data-dir "$WORK/dbkilled" "$@"
}
of_killed() {
    (
        connection() { killed db status | sed -n 's/^connection  //p'; }
        "$@"
    )
}
tables_left="SELECT count(*) FROM pg_class WHERE relnamespace = 'cadre_staging'::regnamespace AND relkind = 'r'"
holder="SELECT pid FROM pg_locks WHERE relation = 'cadre.person_event'::regclass AND mode = 'ShareLock' AND granted"

killed -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
of_killed sql 'BEGIN; LOCK TABLE cadre.person_event IN SHARE MODE; SELECT pg_sleep(600)' >/dev/null 2>&1 &
lock=$!
comes of_killed answers "SELECT count(*) FROM ($holder) AS h" 1
"$PROGRAM" --data-dir "$WORK/dbkilled" import roster large.csv -s BAKU --effective 2026-03-01 \
    >/dev/null 2>&1 &
import=$!
comes of_killed answers "$tables_left" 1
comes of_killed answers "SELECT count(*) FROM pg_locks WHERE relation = 'cadre.person_event'::regclass AND NOT granted" 1
step 'while it is under way' 0 killed doctor
kill -KILL $import
wait $import
of_killed sql "SELECT pg_terminate_backend(pid) FROM ($holder) AS h" >/dev/null
wait $lock
comes of_killed answers "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'" 0
holds 'its records lie about' of_killed answers "$tables_left" 1
step 'the doctor tells' 1 killed -q doctor
no_out
err <<'END'
cadre: staging: 1 first list did not come to an end and left its rows; the next 'cadre import', of whatever, removes them
END
step 'a dry run touches nothing' 0 killed import organizations "$DATA/organizations.csv" \
    --effective 2026-03-02 --dry-run
holds 'they are still there' of_killed answers "$tables_left" 1
step 'any import' 0 killed -q import organizations "$DATA/organizations.csv" --effective 2026-03-02
holds 'they are gone' of_killed answers "$tables_left" 0
step 'all is well' 0 killed -q doctor
no_err

# Another kind's rows in chunks were killed too: who gives them up clears all.
of_killed sql 'CREATE TABLE cadre_staging.source_record_volume_1 (LIKE cadre.source_record)'
of_killed sql 'CREATE TABLE cadre_staging.award_first_2 (LIKE cadre.award)'
of_killed sql "UPDATE cadre.batch SET state = 'staging', staged_rows = 5 WHERE number = 1"
step 'both are told' 1 killed doctor
holds 'the lists, not of people alone' grep -qx "warn  staging  *2 first lists did not come to an end and left their rows" .out
holds 'the chunks' grep -qx "warn  staging  *batch 1 (organizations) did not come to its end: 5 rows of it are staged" .out
step 'given up' 0 killed -q batch abandon 1
holds 'nothing lies about' of_killed answers "$tables_left" 0

# ---- a signal -------------------------------------------------------------------------------------

# Wherever it comes: while rows are put aside, copied, or made into people. One that came while the
# sanitizer looked for leaks, at the very end, would have it wait for ever.
cut() {
    "$PROGRAM" --data-dir "$WORK/dbcut" "$@"
}
cut -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1
empty=$(state_of cut)
for delay in 0.2 0.5 0.9 1.4; do
    ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" \
        timeout --preserve-status -s INT "$delay" "$PROGRAM" --data-dir "$WORK/dbcut" import roster \
        large.csv -s BAKU --effective 2026-03-01 >.out 2>.err
    code=$?
    [ "$code" -eq 130 ] || break # it was faster
    [ "$(state_of cut)" != "$empty" ] || continue
    holds "what stands after $delay s is told" grep -q '(batch ' .out
    break
done
holds 'a signal ends it, or it is done' test "$code" -eq 130 -o "$code" -eq 1
[ "$(state_of cut)" != "$empty" ] || step 'once more, to its end' 1 cut import roster large.csv -s BAKU --effective 2026-03-01
holds 'as if nothing had been' test "$(state_of cut)" = "$(state_of large)"

finish
