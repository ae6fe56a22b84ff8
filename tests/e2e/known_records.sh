#!/bin/sh
# A second month with few changes: with the digest of the source and without it the registry is the
# same, row by row.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

two() {
    cadre "$@" >.out.known 2>.err.known
    known=$?
    case $1 in
    import) "$PROGRAM" --data-dir "$WORK/db" -d "$other" "$@" --verify >.out 2>.err ;;
    *) "$PROGRAM" --data-dir "$WORK/db" -d "$other" "$@" >.out 2>.err ;;
    esac
    verified=$?
}

# same TITLE CODE ARGUMENT...: both registries say the same and are the same.
same() {
    title=$1
    wanted=$2
    shift 2
    two "$@"
    holds "$title: exit code" test "$known" -eq "$wanted" -a "$verified" -eq "$wanted" ||
        { cat .err.known .err; }
    sed 's/(batch [0-9]*)/(batch N)/' .out.known >.a
    sed -i 's/(batch [0-9]*)/(batch N)/' .out
    cp .out .b
    holds "$title: said alike" cmp .a .b || cat .a .b
    sed 's/batch [0-9]*/batch N/; s/--fixes [0-9]*/--fixes N/' .err.known >.a
    sed 's/batch [0-9]*/batch N/; s/--fixes [0-9]*/--fixes N/' .err >.b
    holds "$title: told alike" cmp .a .b || { cat .a .b; }
    holds "$title: the same registry" test "$(cadre db digest | sed 's/ .*//')" = \
        "$("$PROGRAM" -d "$other" db digest | sed 's/ .*//')"
    holds "$title: a digest is of what is open, or there is none" answers "
        SELECT count(*) FROM cadre.source s
        WHERE EXISTS (SELECT FROM cadre.source_digest d WHERE d.source = s.code AND d.kind = 'roster')
          AND (SELECT cadre.digest_entries('roster', s.code)) <> (SELECT count(*) FROM cadre.source_record r
                      WHERE r.source = s.code AND upper_inf(r.recorded) AND upper_inf(r.valid))" 0
}

# How many entries the digest has, and how many rows came to staging last time.
entries() {
    sql "SELECT cadre.digest_entries('$1', '$2')"
}

HEADER=source_person_id,national_id,family_name,given_name,birth_date,citizenship,job_title,consent_on

# Every 50th row has no consent: a warning.
awk -v header="$HEADER" 'BEGIN {
    print header
    for (i = 1; i <= 2000; i++)
        printf "P-%04d,%s,Məmmədov,Elçin,19%02d-03-05,AZ,clerk,%s\n", i,
            i % 7 ? "" : sprintf("5AB%04d", i), 60 + i % 40, i % 50 ? "2026-01-01" : ""
}' >january.csv

cadre -q import organizations "$DATA/organizations.csv" --effective 2026-01-01
sql 'CREATE DATABASE other' >/dev/null
other=$(connection | sed 's/dbname=cadre/dbname=other/')
"$PROGRAM" -q -d "$other" db init
"$PROGRAM" -q -d "$other" import organizations "$DATA/organizations.csv" --effective 2026-01-01

same 'the first month' 0 import roster january.csv -s BAKU --effective 2026-01-01
holds 'all are known now' test "$(entries roster BAKU)" -eq 2000

# Changed, new, gone (one of them had a warning), in another order.
awk 'NR == 1 { print; next }
     /^P-0050|^P-0101/ { next }
     /^P-01.0/ { sub("clerk", "driver") }
     { rows[++n] = $0 }
     END { print "P-3000,,Həsənova,Ülvi,1990-01-01,AZ,clerk,2026-01-01"
           for (i = n; i > 0; i--) print rows[i] }' january.csv >february.csv
same 'few changes' 0 import roster february.csv -s BAKU --effective 2026-02-01
out <<'END'
february.csv: 1999 rows = 1 new + 10 changed + 1988 unchanged + 0 duplicate + 0 held + 0 rejected; 2 left (batch N)
END
holds 'all are known now' test "$(entries roster BAKU)" -eq 1999

shuf february.csv --random-source=january.csv | grep -v "^source_person" >.rows
{ echo "$HEADER"; cat .rows; } >shuffled.csv
pages='SELECT page_no, batch FROM cadre.source_digest ORDER BY page_no'
written=$(sql "$pages")
same 'nothing but the order' 0 import roster shuffled.csv -s BAKU --effective 2026-02-02
out <<'END'
shuffled.csv: 1999 rows = 0 new + 0 changed + 1999 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch N)
END
holds 'the digest is not written' test "$(sql "$pages")" = "$written"

# A row at fault keeps its person, another one is gone.
sed -e '/^P-0007,/s/1967/196x/' -e '/^P-0008,/d' shuffled.csv >march.csv
same 'a fault' 1 import roster march.csv -s BAKU --effective 2026-03-01
holds 'who is at fault stays' test "$(entries roster BAKU)" -eq 1998
sed -e '/^P-0009,/d' -e '/^P-0007,/d' march.csv >march2.csv
same 'and leaves when it is not in the list' 0 import roster march2.csv -s BAKU --effective 2026-03-02
holds 'two left' grep -q '; 2 left ' .out

# A key that cannot be read holds everybody back.
{ sed '/^P-0010,/d' march2.csv; printf 'P-01?,,a,b,1990-01-01,AZ,x,"2026\n'; } >april.csv
same 'nobody leaves' 1 import roster april.csv -s BAKU --effective 2026-04-01
holds 'one is held back' grep -q '1 would leave, held back' .out

# A part; a late part; the list again.
{ echo "$HEADER"; grep '^P-0011,' march2.csv | sed 's/clerk/cook/'; grep '^P-0012,' march2.csv; } >part.csv
same 'a part' 0 import roster part.csv -s BAKU --effective 2026-05-01 --partial
same 'a late part' 0 import roster part.csv -s BAKU --effective 2026-03-15 --partial
same 'the list again' 0 import roster march2.csv -s BAKU --effective 2026-06-01

# A known record twice, and beside another row of its key.
{ cat march2.csv; grep '^P-0020,' march2.csv; } >twice.csv
same 'twice' 0 import roster twice.csv -s BAKU --effective 2026-07-01
{ cat march2.csv; grep '^P-0020,' march2.csv | sed 's/clerk/cook/'; } >beside.csv
same 'beside another' 1 import roster beside.csv -s BAKU --effective 2026-07-02

# Evidence: of people who got another number since, too.
{
    echo source_person_id,credential,number,issued_on,expires_on
    for i in $(seq 11 200); do echo "P-0$(printf %03d "$i"),CySA+,C-$i,2025-01-01,2028-01-01"; done
} >awards.csv
same 'certificates' 0 import certifications awards.csv -s BAKU --effective 2026-07-01
sed -e '/C-20,/d' -e '/C-21,/s/2028/2029/' awards.csv >awards2.csv
same 'a full list of them' 0 import certifications awards2.csv -s BAKU --effective 2026-08-01 --full
holds 'one left' grep -q '189 rows = 0 new + 1 changed + 188 unchanged .* 1 left ' .out

# What another office said otherwise since is said anew by a file that says the same as last time.
cat >trainings.csv <<'END'
provider,code,title
BAKU,T-1,One
END
same 'a training' 0 import trainings trainings.csv --effective 2026-07-01
cat >took.csv <<'END'
source_person_id,person_source,provider,training,completed_on,expires_on
P-0011,BAKU,BAKU,T-1,2025-01-01,2027-01-01
P-0013,BAKU,BAKU,T-1,2025-01-01,2027-01-01
END
same 'who took it' 0 import completions took.csv -s BAKU --effective 2026-07-01
sed '/P-0011/s/2027/2028/' took.csv >took2.csv
same 'another office says otherwise' 0 import completions took2.csv -s OTHER --owner BAKU \
    --effective 2026-07-15
sed '$s/2027/2029/' took.csv >took3.csv
same 'the first one again' 0 import completions took3.csv -s BAKU --effective 2026-08-01
holds 'both change' grep -q '2 rows = 0 new + 2 changed ' .out.known

# Who is named otherwise than last time is in the list all the same: by their number, or with the source
# spelled out. Beside a row that is known as it was, such a row makes the same person stand twice.
cat >scores.csv <<'END'
source_person_id,national_id,person_source,code,score,taken_on
END
for i in $(seq 21 220); do echo "P-0$(printf %03d "$i"),,,T-1,55,2025-01-01"; done >>scores.csv
same 'scores' 0 import assessments scores.csv -s BAKU --effective 2026-07-01 --full
sed -e '/^P-002[2-5],/s/,,,/,,BAKU,/' -e 's/^P-0028,,/,5AB0028,/' scores.csv >scores2.csv
same 'named otherwise' 0 import assessments scores2.csv -s BAKU --effective 2026-08-01 --full
holds 'nobody left' grep -q '200 rows = 0 new + 0 changed + 200 unchanged .* 0 left ' .out.known
sed -e 's/,code,score,taken_on/,code,awarded_on,verified_by/' -e 's/,55,2025-01-01/,2025-01-01,somebody/' scores.csv >medals.csv
same 'medals' 0 import distinctions medals.csv -s BAKU --effective 2026-07-01 --full
{ cat medals.csv; echo ',5AB0035,,T-1,2025-01-01,another'; } >medals2.csv
same 'one person by two keys' 1 import distinctions medals2.csv -s BAKU --effective 2026-08-01 --full

# Chunks by the digest.
same 'in chunks' 0 import roster january.csv -s BAKU --effective 2026-08-01 --chunk 1

finish
