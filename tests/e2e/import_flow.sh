#!/bin/sh
# The life of an import: chunks, a client or server that is killed, signals, going on, giving up.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cadre -q import organizations "$DATA/organizations.csv" --effective 2026-03-01

# roster FILE ROWS [WORD]: 85 bytes a row; WORD changes the job of each.
roster() {
    awk -v rows="$2" -v word="${3:-clerk}" 'BEGIN {
        print "source_person_id,family_name,given_name,birth_date,citizenship,job_title,consent_on"
        for (i = 1; i <= rows; i++)
            printf "P-%07d,Məmmədov,Elçin,19%02d-03-05,AZ,%s of the seventh department,2026-01-01\n",
                i, 60 + i % 40, word
    }' >"$1"
}

state() {
    sql "SELECT state FROM cadre.batch WHERE number = $1"
}

tables() {
    sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'"
}

registry() {
    cadre db digest | sed 's/ .*//'
}

people() {
    sql 'SELECT count(*) FROM cadre.person'
}

# Imports wait here while the gate is shut: rows of the ledger that say how far it is cannot be
# written, or the end of a merge cannot be noted.
gate() {
    sql "
CREATE OR REPLACE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql AS \$\$
BEGIN
    PERFORM pg_advisory_xact_lock(77);
    RETURN NEW;
END \$\$;
DROP TRIGGER IF EXISTS gate ON cadre.batch;
CREATE TRIGGER gate BEFORE UPDATE ON cadre.batch FOR EACH ROW WHEN ($1)
    EXECUTE FUNCTION public.gate()" 2>/dev/null
    # Not by '&' of sql itself, which is a shell around psql: kill has to meet psql.
    connection >shut.connection
    cat >shut.sh <<END
cd / && exec psql -X -q -d "\$(cat '$WORK/shut.connection')" \
    -c 'SELECT pg_advisory_lock(77), pg_sleep(120)'
END
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- sh "$WORK/shut.sh" >/dev/null 2>&1 &
    else
        sh shut.sh >/dev/null 2>&1 &
    fi
    comes answers "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND granted" 1
}

# Whoever holds it shut first: the trigger's table is locked by who waits.
open_gate() {
    sql "SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND objid = 77 AND granted" >/dev/null 2>&1
    sql 'DROP TRIGGER IF EXISTS gate ON cadre.batch' >/dev/null 2>&1
}

at_gate() {
    comes answers "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted" 1
}

# begin COMMAND...: runs it and waits until it is at the gate; ended CODE: it is over and gave that.
begin() {
    "$PROGRAM" --data-dir "$WORK/db" "$@" >.out 2>.err &
    import=$!
    at_gate
}

ended() {
    wait "$import"
    code=$?
    holds "$2" test "$code" -eq "$1" || { plain .out; plain .err; }
}

# went_on FILE ROWS: the newest batch, of which so many rows were staged before.
went_on() {
    number=$(sql "SELECT max(number) FROM cadre.batch")
    sed -i "s/batch $number was/batch N was/" .err
    err <<END
cadre: $1: batch N was gone on with: $2 rows were staged before
END
    holds 'each row once' grep -q "^$1: 15000 rows = 0 new + 15000 changed" .out
    holds 'nothing stays in staging' test "$(tables)" -eq 0
}

# ---- chunks ---------------------------------------------------------------------------------------

roster big.csv 15000
second='NEW.staged_rows > 13000'

gate "$second"
begin import roster big.csv -s BAKU --effective 2026-03-01 --chunk 1
holds 'the first chunk is committed' answers \
    'SELECT state, staged_rows, staged_line, staged_offset FROM cadre.batch WHERE number = 2' \
    'staging|12336|12337|1048644'
holds 'the registry has nothing of it' test "$(people)" -eq 0
kill -KILL "$import"
ended 137 'killed between two chunks'
open_gate
before=$(registry)
step 'the ledger shows it' 0 cadre batch list
holds 'as staging' grep -q '    2  roster *BAKU *2026-03-01  staging ' .out
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" 0
step 'how far it is, too' 0 cadre batch show 2
holds 'how many rows' grep -qx 'Staged  *12336 rows' .out
holds 'and what goes on with it' grep -qx 'Go on by  *cadre batch resume 2 (to give it up: cadre batch abandon 2)' .out

step 'a dry run leaves it be' 0 \
    cadre import roster big.csv -s BAKU --effective 2026-03-01 --chunk 1 --dry-run
no_err
holds 'it is as it was' test "$(state 2)" = staging
holds 'nothing is stored' test "$(registry)" = "$before"

step 'the same file goes on with it' 0 \
    cadre import roster big.csv -s BAKU --effective 2026-03-01 --chunk 1
sed -i -e 's/ [0-9]* rows were staged before/ ROWS rows were staged before/' .err
out <<'END'
big.csv: 15000 rows = 15000 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 2)
END
err <<'END'
cadre: big.csv: batch 2 was gone on with: ROWS rows were staged before
END
holds 'each row once' test "$(people)" -eq 15000
holds 'nothing stays in staging' test "$(tables)" -eq 0
whole=$(registry)

# The same month in one transaction is the same registry.
step 'another private database' 0 "$PROGRAM" --data-dir "$WORK/dbone" -q import organizations \
    "$DATA/organizations.csv" --effective 2026-03-01
step 'in one piece' 0 "$PROGRAM" --data-dir "$WORK/dbone" -q import roster big.csv -s BAKU \
    --effective 2026-03-01
holds 'chunks change nothing' test "$("$PROGRAM" --data-dir "$WORK/dbone" db digest | sed 's/ .*//')" = "$whole"

# ---- batch resume and abandon ---------------------------------------------------------------------

roster april.csv 15000 driver
gate "$second"
begin import roster april.csv -s BAKU --effective 2026-04-01 --chunk 1
kill -KILL "$import"
ended 137 'killed again'
open_gate
april=$(sql 'SELECT max(number) FROM cadre.batch')

step 'the file has other bytes' 4 cadre batch resume "$april" big.csv
no_out
sed -i "s/batch $april/batch N/" .err
err <<'END'
cadre: 'big.csv' is not the file of batch N
  hint: import it by itself: that abandons the batch
END
holds 'it waits' test "$(state "$april")" = staging
echo '{"version": 1, "dates": ["YYYY-MM-DD"]}' >settings.json
cadre -q source add BAKU --settings settings.json
step 'its rows may be others by other settings' 4 cadre batch resume "$april"
sed -i "s/batch $april/batch N/" .err
err <<'END'
cadre: batch N cannot be gone on with: since it was begun the settings of its source, the catalogue or the program have changed, and its rows may be others
  hint: import it by itself: that abandons the batch
END
echo '{"version": 1}' >settings.json
cadre -q source add BAKU --settings settings.json
mv april.csv moved.csv
step 'the file is gone' 4 cadre batch resume "$april"
no_out
err <<'END'
cadre: cannot open 'WORK/april.csv': No such file or directory
END
step 'it is found elsewhere' 0 cadre batch resume "$april" moved.csv
holds 'all are changed' grep -q '15000 rows = 0 new + 15000 changed' .out
holds 'by the batch that was begun' grep -q "(batch $april)" .out
holds 'it was gone on with' grep -q "batch $april was gone on with" .err
mv moved.csv april.csv
step 'once is enough' 2 cadre batch resume "$april"
sed -i "s/batch $april/batch N/" .err
err <<'END'
cadre: batch N is merged: nothing of it is under way
  hint: 'cadre batch list' shows which are opened, staging or staged
END
step 'nor can it be abandoned' 2 cadre batch abandon "$april"
step 'no such batch' 2 cadre batch abandon 999
err <<'END'
cadre: there is no batch 999
  hint: 'cadre batch list' shows them
END

before=$(registry)
roster may.csv 15000 cook
gate "$second"
begin import roster may.csv -s BAKU --effective 2026-05-01 --chunk 1
step 'while it is under way' 5 cadre batch abandon "$(sql 'SELECT max(number) FROM cadre.batch')"
err <<'END'
cadre: source 'BAKU' is in use by 'cadre import BAKU', server process PID
  hint: run again when it is done
END
step 'nor does the doctor mind' 0 cadre doctor
holds 'of what is under way' grep -qx 'ok    staging  *no rows are left there' .out
kill -KILL "$import"
ended 137 'killed once more'
open_gate
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" 0
may=$(sql 'SELECT max(number) FROM cadre.batch')
step 'now the doctor does' 1 cadre -q doctor
no_out
sed -i -e "s/\(batch\|resume\|abandon\) $may/\1 N/g" -e 's/end: .* rows of/end: ROWS rows of/' .err
err <<'END'
cadre: staging: batch N (roster of BAKU) did not come to its end: ROWS rows of it are staged; 'cadre batch resume N' goes on with it, 'cadre batch abandon N' removes them
END
step 'given up' 0 cadre batch abandon "$may"
sed -i -e "s/batch $may/batch N/" -e 's/its [0-9]* staged/its ROWS staged/' .out
out <<'END'
batch N is abandoned: its ROWS staged rows are gone
END
no_err
holds 'the ledger keeps why' answers \
    "SELECT state, refusal, ended_at IS NOT NULL FROM cadre.batch WHERE number = $may" 'refused|abandoned|t'
holds 'nothing stays in staging' test "$(tables)" -eq 0
holds 'the registry is as it was' test "$(registry)" = "$before"
step 'and all is well' 0 cadre -q doctor
no_err

# ---- other bytes abandon what is left -------------------------------------------------------------

gate "$second"
begin import roster may.csv -s BAKU --effective 2026-05-01 --chunk 1
kill -KILL "$import"
ended 137 'killed'
open_gate
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" 0
may=$(sql 'SELECT max(number) FROM cadre.batch')
head -n 2 big.csv >one.csv
step 'another file of the source' 0 \
    cadre import roster one.csv -s BAKU --effective 2026-05-01 --partial
sed -i "s/batch $may,/batch N,/" .err
err <<'END'
cadre: one.csv: batch N, which was left unfinished, is abandoned
END
holds 'it is refused' answers "SELECT state, refusal FROM cadre.batch WHERE number = $may" \
    'refused|abandoned'
holds 'nothing stays in staging' test "$(tables)" -eq 0

# Of kinds without a source the second waits: what it was to go on with has ended by then.
awk 'BEGIN {
    print "code,name,kind,parent_code,sector,region"
    for (i = 1; i <= 20000; i++)
        printf "Y-%05d,A unit with a name that is long enough for a chunk,unit,,defence,AZ-BA\n", i
}' >units.csv
gate "NEW.staged_rows > 18000"
begin import organizations units.csv --effective 2026-05-01 --chunk 1
kill -KILL "$import"
ended 137 'killed'
open_gate
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import organizations'" 0
units=$(sql 'SELECT max(number) FROM cadre.batch')
gate "NEW.state = 'merged'"
begin batch resume "$units"
"$PROGRAM" --data-dir "$WORK/db" batch resume "$units" >.late.out 2>.late.err &
late=$!
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre batch resume $units'" 2
open_gate
ended 0 'the first goes on with it'
wait "$late"
code=$?
holds 'the second is refused' test "$code" -eq 4
sed "s/\(batch\|show\) $units/\1 N/" .late.err >.err
err <<'END'
cadre: batch N was under way, but has ended meanwhile
  hint: 'cadre batch show N' tells how
END

# ---- a server that crashed empties what is unlogged -----------------------------------------------

gate "$second"
begin import roster may.csv -s BAKU --effective 2026-06-01 --chunk 1
kill -KILL "$import"
ended 137 'killed'
open_gate
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" 0
crash() {
    pidfile=$(find "$WORK/db" -name postmaster.pid | head -n 1)
    pid=$(head -n 1 "$pidfile")
    kill -KILL "$pid"
    comes sh -c "! kill -0 $pid 2>/dev/null"
}
crash
step 'staged anew' 0 cadre import roster may.csv -s BAKU --effective 2026-06-01 --chunk 1
number=$(sql "SELECT max(number) FROM cadre.batch")
sed -i "s/batch $number had/batch N had/" .err
holds 'it says so' grep -qx 'cadre: may.csv: the rows that batch N had staged are lost: all were staged anew' .err
holds 'each row once' grep -q "^may.csv: 15000 rows = 0 new + 15000 changed" .out
holds 'nothing stays in staging' test "$(tables)" -eq 0

# ---- the server's process is ended, the client goes on by itself -----------------------------------

roster july.csv 15000 gardener
gate "$second"
begin import roster july.csv -s BAKU --effective 2026-06-02 --chunk 1
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" >/dev/null
open_gate
ended 0 'cut off between two chunks, and connected again'
went_on july.csv 11915

# ---- what passed over nothing goes on so ------------------------------------------------------------

roster august.csv 15000 turner
gate "$second"
begin import roster august.csv -s BAKU --effective 2026-06-03 --chunk 1 --verify
kill -KILL "$import"
ended 137 'killed'
open_gate
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'" 0
step 'gone on with, with a digest there' 0 cadre import roster august.csv -s BAKU --effective 2026-06-03 --chunk 1
went_on august.csv 12192

# ---- refused after a chunk ------------------------------------------------------------------------

roster broken.csv 15000 baker
echo 'P-x,Y,Z,1960-99-99,AZ,a,2026-01-01' >>broken.csv
before=$(registry)
step 'one row is faulty' 4 \
    cadre import roster broken.csv -s BAKU --effective 2026-07-01 --chunk 1 --atomic
no_out
holds 'it says why' grep -q "^cadre: 'broken.csv' is refused: 1 of its 15001 rows are faulty, and it is to be stored whole or not at all" .err
holds 'the ledger keeps why' answers \
    'SELECT state, refusal FROM cadre.batch ORDER BY number DESC LIMIT 1' 'refused|atomic'
holds 'nothing stays in staging' test "$(tables)" -eq 0
holds 'the registry is as it was' test "$(registry)" = "$before"
holds 'no rejects' test ! -e broken.csv.rejects.csv
step 'two brakes of one wheel' 2 \
    cadre import roster broken.csv -s BAKU --atomic --max-rejects 3
err <<'END'
cadre: '--atomic' and '--max-rejects' exclude one another
END

# ---- the file is changed while it is read ---------------------------------------------------------

before=$(registry)
roster long.csv 45000 tiler
gate 'NEW.staged_rows BETWEEN 13000 AND 26000'
begin import roster long.csv -s BAKU --effective 2026-07-02 --chunk 1 --max-removed 100%
printf 'X' | dd of=long.csv bs=1 seek=3000000 conv=notrunc 2>/dev/null
open_gate
ended 4 'changed in the third chunk'
no_out
sed -i '/^long.csv:35295: /d' .err # a letter that is none any more
err <<'END'
cadre: 'long.csv' was changed while it was read
  hint: run again when nobody writes to it
END
number=$(sql 'SELECT max(number) FROM cadre.batch')
holds 'no chunk is kept that may be of other bytes than those it is found by' answers \
    "SELECT state, refusal, staged_rows <= 26000 FROM cadre.batch WHERE number = $number" 'refused|changed|t'
step 'the ledger tells why' 0 cadre batch show "$number"
holds 'in words' grep -q '^Refused  *it was changed while it was read$' .out
holds 'nothing stays in staging' test "$(tables)" -eq 0
holds 'the registry is as it was' test "$(registry)" = "$before"

# Rejects are copied from it long after it was checked, when others write meanwhile.
roster faulty.csv 2000 glazier
echo 'P-x,Y,Z,1960-99-99,AZ,a,2026-01-01' >>faulty.csv
gate "NEW.state = 'merged'"
{
    head -n 1 "$DATA/organizations.csv"
    sed -n '2s/^[^,]*,[^,]*/U-900,Another unit/p' "$DATA/organizations.csv"
} >another.csv
begin import organizations another.csv --effective 2026-07-02
other=$import
"$PROGRAM" --data-dir "$WORK/db" import roster faulty.csv -s BAKU --effective 2026-07-02 \
    --max-removed 100% >.out 2>.err &
import=$!
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'
               AND wait_event = 'advisory'" 1
sleep 0.5
echo >>faulty.csv
open_gate
ended 4 'changed before its rejects were written'
holds 'it says so' grep -qx "cadre: 'faulty.csv' was changed while it was read" .err
holds 'no rejects' test ! -e faulty.csv.rejects.csv
wait "$other"

# ---- signals --------------------------------------------------------------------------------------

roster june.csv 3000 tailor
before=$(registry)
merging="NEW.state = 'merged'"
for name in INT TERM; do
    case $name in INT) wanted=130 ;; *) wanted=143 ;; esac
    gate "$merging"
    # Shells start what runs beside them with SIGINT ignored.
    env --default-signal=INT "$PROGRAM" --data-dir "$WORK/db" import roster june.csv one.csv \
        -s BAKU --effective 2026-08-01 --max-removed 100% >.out 2>.err &
    import=$!
    at_gate
    kill -s "$name" "$import"
    ended "$wanted" "SIG$name in the merge"
    no_out
    err <<'END'
cadre: interrupted: nothing of 'june.csv' is stored; 'one.csv' is not begun
END
    open_gate
    holds 'the registry is as it was' test "$(registry)" = "$before"
    holds 'nothing stays in staging' test "$(tables)" -eq 0
done

gate "$second"
env --default-signal=INT "$PROGRAM" --data-dir "$WORK/db" -q import roster one.csv broken.csv \
    -s BAKU --effective 2026-08-01 --partial --chunk 1 >.out 2>.err &
import=$!
at_gate
kill -s INT "$import"
ended 130 'SIGINT after a chunk of the second file'
number=$(sql "SELECT max(number) FROM cadre.batch")
sed -i "s/resume $number/resume N/" .err
no_out
err <<'END'
cadre: interrupted: 'one.csv' is done; nothing of 'broken.csv' is stored, rows of it are staged: 'cadre batch resume N' goes on
END
open_gate
step 'it goes on' 1 cadre batch resume "$number"
holds 'with the rest' grep -q "^WORK/broken.csv: 15001 rows = 0 new\|15001 rows = " .out
holds 'the faulty one is kept' test "$(tail -n +2 broken.csv.rejects.csv | wc -l)" -eq 1

# From standard input nothing is staged twice: it cannot be read again.
roster stdin.csv 15000 miner
gate "$second"
(exec "$PROGRAM" --data-dir "$WORK/db" -q import roster - -s BAKU --effective 2026-09-01 --chunk 1 <stdin.csv \
    >.out 2>.err) &
import=$!
at_gate
kill -s TERM "$import"
ended 143 'SIGTERM with standard input'
open_gate
number=$(sql "SELECT max(number) FROM cadre.batch")
step 'it cannot be read again' 4 cadre batch resume "$number"
sed -i "s/\(batch\|resume\) $number/\1 N/" .err
err <<'END'
cadre: batch N cannot be gone on with: '<stdin>' cannot be read again
  hint: if its bytes are kept in a file: cadre batch resume N FILE
END
step 'but its bytes were kept' 0 cadre batch resume "$number" stdin.csv
holds 'all of them' grep -q '^stdin.csv: 15000 rows = ' .out

# Waiting for a pipe that nobody writes to.
mkfifo pipe
sleep 60 >pipe &
writer=$!
"$PROGRAM" --data-dir "$WORK/db" import roster - -s BAKU <pipe >.out 2>.err &
import=$!
sleep 1
kill -s TERM "$import"
ended 143 'SIGTERM while it waits for a pipe'
err <<'END'
cadre: interrupted: nothing of '<stdin>' is stored
END
kill "$writer"

# ---- what a killed import left beside its rejects -------------------------------------------------

: >june.csv.rejects.csv.4194303.tmp
: >june.csv.rejects.csv.tmp
step 'the next import of the file' 0 \
    cadre import roster june.csv -s BAKU --effective 2026-10-01 --max-removed 100%
holds 'an orphan goes' test ! -e june.csv.rejects.csv.4194303.tmp
holds 'what is of another name stays' test -e june.csv.rejects.csv.tmp

finish
