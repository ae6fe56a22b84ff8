#!/bin/sh
# A list that changes most certifications meets what is known in the order of keys, one that changes
# most people is compared without what is known: the same as if it was staged as ever, which --verify
# sees to.
# shellcheck source=tests/e2e/lib.sh disable=SC2317 # steps call them
. "$(dirname "$0")/lib.sh"

beside() {
    "$PROGRAM" --data-dir "$WORK/dbside" "$@"
}

# Numbers of batches differ: who begins anew draws another.
both() {
    cadre import "$@" 2>/dev/null >.here
    here=$?
    cp -- *.rejects.csv .rejects 2>/dev/null || : >.rejects
    rm -f -- *.rejects.csv
    beside import "$@" --verify 2>/dev/null >.beside
    there=$?
    cat -- *.rejects.csv >.rejects.beside 2>/dev/null || : >.rejects.beside
    rm -f -- *.rejects.csv
    sed 's/ (batch .*//' .here >here.out
    sed 's/ (batch .*//' .beside >beside.out
    [ "$here" -eq "$there" ]
}

sql_beside() {
    (
        connection() {
            beside db status | sed -n 's/^connection  //p'
        }
        sql "$1"
    )
}

state_of() {
    "$@" db digest | sed 's/ .*//'
}

# same TITLE: what both said, rejected, and know now.
same() {
    holds "$1: the same words" cmp here.out beside.out
    holds "$1: the same rejects" cmp .rejects .rejects.beside
    holds "$1: the same registry" test "$(state_of cadre)" = "$(state_of beside)"
    holds "$1: nothing is amiss" test -z "$(sql 'SELECT * FROM cadre.check_registry()')"
}

undo_newest() {
    newest="SELECT max(number) FROM cadre.batch WHERE state = 'merged'"
    step "$1" 0 cadre batch undo "$(sql "$newest")"
    step "$1, there too" 0 beside batch undo "$(sql_beside "$newest")"
    holds "$1: both know the same" test "$(state_of cadre)" = "$(state_of beside)"
}

PEOPLE=9000

people() {
    awk -v people="$PEOPLE" 'BEGIN {
        print "source_person_id,family_name,given_name,birth_date,consent_on"
        for (i = 1; i <= people; i++)
            printf "P-%05d,Məmmədov,Elçin,19%02d-03-05,2026-01-01\n", (i * 7919) % 99991, 60 + i % 40
    }'
}

# awards MONTH CHANGED FROM TO: two of each person; of CHANGED in ten another number each month.
awards() {
    awk -v month="$1" -v changed="$2" -v from="$3" -v to="$4" 'BEGIN {
        print "source_person_id,credential,number,issued_on,expires_on"
        for (i = from; i <= to; i++) {
            number = i % 10 < changed ? "№ " month "-" i : "№ " i
            printf "P-%05d,CNCF/CKS,%s,2024-01-%02d,2027-01-01\n", (i * 7919) % 99991, number, 1 + i % 28
            printf "P-%05d,GIAC/GCFA,%s,2023-02-%02d,\n", (i * 7919) % 99991, number, 1 + i % 28
        }
    }'
}

# Nobody has that number, a day that there is not, a row twice, two of one key.
faults() {
    awk 'BEGIN {
        print "X-1,CNCF/CKS,№ 1,2024-01-01,"
        print "P-07919,CNCF/CKA,№ 1,2024-13-01,"
        print "P-07919,CNCF/CKA,№ 1,2024-01-01,"
        print "P-07919,CNCF/CKA,№ 1,2024-01-01,"
        print "P-15838,CNCF/CKA,№ 1,2024-01-01,"
        print "P-15838,CNCF/CKA,№ 2,2024-01-01,"
    }'
}

# meets: whether the newest versions lie beside those that they end.
meets() {
    sql "SELECT CASE WHEN EXISTS (SELECT FROM cadre.award a JOIN cadre.award b
             ON b.tableoid = a.tableoid AND b.key = a.key AND b.batch > a.batch
             AND b.batch = (SELECT max(number) FROM cadre.batch WHERE state = 'merged')
             AND b.ctid::text::point ~= (a.ctid::text::point + point '(0,1)')) THEN 'yes' ELSE 'no' END"
}

meets_beside() {
    (
        connection() {
            beside db status | sed -n 's/^connection  //p'
        }
        meets
    )
}

people >people.csv
for program in cadre beside; do
    "$program" -q import organizations "$DATA/organizations.csv" --effective 2026-01-01 || exit 1
    "$program" -q import roster people.csv -s BAKU --effective 2026-01-01 || exit 1
done
rows_least="CREATE OR REPLACE FUNCTION cadre.volume_rows_least() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1000::bigint'"
sql "$rows_least"
sql_beside "$rows_least"

awards 1 0 1 "$PEOPLE" >january.csv
step 'the first list' 0 both certifications january.csv -s BAKU --effective 2026-01-01
same 'the first list'

{ awards 2 9 1 "$PEOPLE"; faults; } >february.csv
step 'most of it is new, and some at fault' 0 both certifications february.csv -s BAKU --effective 2026-02-01
holds 'what came of it' grep -q '18006 rows = 1 new + 16200 changed + 1800 unchanged + 1 duplicate + 0 held + 4 rejected; 0 left' here.out
same 'most of it is new'
holds 'it met what was known' test "$(meets)" = yes
holds 'and did not there' test "$(meets_beside)" = no

# A volume is filled once, and there are not many of them.
many_people='CREATE OR REPLACE FUNCTION cadre.people_about() RETURNS real LANGUAGE sql STABLE AS'
sql "$many_people 'SELECT 100000::real'"
awards 22 10 1 "$PEOPLE" >few.csv
step 'few of all that there are' 0 both certifications few.csv -s BAKU --effective 2026-02-15
same 'few of all that there are'
holds 'they are cut where they stand' test "$(meets)" = no
sql "$many_people 'SELECT reltuples FROM pg_class WHERE oid = ''cadre.person''::regclass'"

awards 3 10 101 "$PEOPLE" >march.csv
feed 'a whole list from a pipe: some leave' 0 march.csv \
    cadre import certifications - -s BAKU --effective 2026-03-01 --full
sed 's/ (batch .*//' .out >here.out
feed 'and there' 0 march.csv \
    beside import certifications - -s BAKU --effective 2026-03-01 --full --verify
sed 's/ (batch .*//' .out >beside.out
holds 'who left' grep -q '0 new + 17800 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 201 left' here.out
same 'a whole list'
holds 'it met what was known, too' test "$(meets)" = yes

{ awards 4 10 201 "$PEOPLE"; faults; } >april.csv
step 'who is at fault may excuse somebody' 0 both certifications april.csv -s BAKU --effective 2026-04-01 --full
same 'who is at fault'
holds 'it was staged after all' test "$(meets)" = no

awards 5 10 4001 "$PEOPLE" >may.csv
before=$(state_of cadre)
step 'more would leave than may' 4 cadre import certifications may.csv -s BAKU --effective 2026-05-01 --full --max-removed 20%
holds 'nothing came of it' test "$(state_of cadre)" = "$before"
step 'nor there' 4 beside import certifications may.csv -s BAKU --effective 2026-05-01 --full --max-removed 20% --verify
same 'a brake'

step 'those who return come anew' 0 both certifications march.csv -s BAKU --effective 2026-06-01
same 'a return'
# As many rows, but of nothing that is known: what the source said last need not be read for them.
meeting='FUNCTION cadre.begin_whole_evidence(regclass, text, text, date, timestamptz, bigint, text[])'
awards 7 10 1 "$PEOPLE" | sed 's/GCFA/GCIH/; s/CKS/CKAD/' >more.csv
sql "ALTER $meeting RENAME TO no_meeting"
holds 'records are known' answers "SELECT count(*) > 0 FROM cadre.source_digest WHERE kind = 'certifications'" t
step 'all of it comes' 0 both certifications more.csv -s BAKU --effective 2026-07-01
holds 'all of it came' grep -q '18000 rows = 18000 new + 0 changed' here.out
same 'all of it comes'
undo_newest 'all of it goes again'
sql "ALTER $(echo "$meeting" | sed 's/begin_whole_evidence/no_meeting/') RENAME TO begin_whole_evidence"
undo_newest 'what returned goes again'

# people_of MONTH FROM: most have another family name each month; of every hundredth it is none.
people_of() {
    awk -v month="$1" -v from="$2" 'BEGIN {
        print "source_person_id,family_name,given_name,birth_date,consent_on"
        for (i = from; i <= 25000; i++) {
            name = month > 1 && i % 100 == 0 ? "1" : i % 10 < 9 ? "Məmmədov" substr("abcdefgh", month, 1) : "Əliyev"
            printf "G-%05d,%s,Elçin,19%02d-03-05,2026-01-01\n", (i * 7919) % 99991, name, 60 + i % 40
        }
    }'
}

# Who begins anew draws another number.
skipped() {
    sql "SELECT max(number) - count(*) FROM cadre.batch"
}

people_of 1 1 >people1.csv
step 'people of another office' 0 both roster people1.csv -s GANJA --owner U-200 --effective 2026-01-01
holds 'all came' grep -q '25000 rows = 25000 new' here.out
same 'people of another office'
skipped=$(skipped)
people_of 2 101 >people2.csv
step 'most have another name, some have none, some leave' 0 both roster people2.csv -s GANJA --effective 2026-02-01 --full
holds 'what came of them' grep -q '24900 rows = 0 new + 22161 changed + 2490 unchanged + 0 duplicate + 0 held + 249 rejected; 100 left' here.out
same 'most have another name'
holds 'it began anew' test "$(skipped)" -gt "$skipped"
skipped=$(skipped)
sed 's/^G-99882,/G-99882-2,/; s/Əliyev,Elçin,1969/Əliyeva,Elçin,1969/' people2.csv >people3.csv
step 'few have' 0 both roster people3.csv -s GANJA --effective 2026-03-01
holds 'so few' grep -q '24900 rows = 1 new + 62[0-9] changed' here.out
same 'few have'
holds 'it did not begin anew' test "$(skipped)" -eq "$skipped"
undo_newest 'few go back'
undo_newest 'most go back'

finish
