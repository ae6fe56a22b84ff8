#!/bin/sh
# Rows that cannot all stand: one is kept, the others are deleted, and all are mended by that. What
# only did not come back is open.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
shown() {
    cadre batch show "$1" | sed -n 's/^Kept out  *//p'
}
newest() {
    sql 'SELECT max(number) FROM cadre.batch'
}
# Records of batch $1 that are open.
open_records() {
    sql "SELECT string_agg(DISTINCT record_no::text, ' ') FROM cadre.batch_finding
         WHERE batch = $1 AND cadre.mended_in(mended_by, outdone_by) IS NULL
           AND record_no > 0 AND code !~ '^W'"
}

# ---- two rows of one key -------------------------------------------------------------------------

cat >twice.csv <<'END'
source_person_id,family_name,given_name,birth_date,rank,consent_on
T-1,Quliyev,Anar,1990-12-01,one,2026-01-10
T-1,Quliyev,Anar,1990-12-01,two,2026-01-10
T-2,Quliyev,Elçin,1990-13-02,one,2026-01-10
T-2,Quliyev,Elçin,1990-12-02,two,2026-01-10
T-3,Quliyev,Vaqif,1990-12-03,one,2026-01-10
T-3,Quliyev,Vaqif,1990-12-03,two,2026-01-10
T-3,Quliyev,Vaqif,1990-12-03,three,2026-01-10
T-4,Quliyev,Samir,1990-13-04,same,2026-01-10
T-4,Quliyev,Samir,1990-13-04,same,2026-01-10
END
step 'a list' 1 cadre -q import roster twice.csv -s BAKU --partial --effective 2026-03-01
batch=$(newest)
before=$(cadre db digest)
holds 'nothing of it is taken' test "$(shown "$batch")" = '9 findings, 0 mended, 9 open'

# Another key, and the other row is not there: nobody knows what is to become of it.
sed -n '1p; /T-1.*one/s/T-1/T-9/p' twice.csv.rejects.csv >moved.csv
step 'one gets another key' 0 cadre import roster moved.csv -s BAKU --fixes "$batch"
holds 'the other one is open' test "$(open_records "$batch")" = '2 3 4 5 6 7 8 9'
sed -n '1p; /T-1.*two/p' twice.csv.rejects.csv >rest.csv
step 'it comes as it was' 0 cadre import roster rest.csv -s BAKU --fixes "$batch"
holds 'so that both are mended' test "$(open_records "$batch")" = '3 4 5 6 7 8 9'
cadre -q batch undo "$(newest)"
cadre -q batch undo $((batch + 1))
holds 'as at first' test "$(cadre db digest) $(shown "$batch")" = \
    "$before 9 findings, 0 mended, 9 open"

# The key of a row that is none of them says nothing of them.
sed -n '1p; /T-4/{s/T-4/T-1/; s/1990-13/1990-12/p; q}' twice.csv.rejects.csv >other.csv
step 'another row gets the key' 0 cadre import roster other.csv -s BAKU --fixes "$batch"
holds 'which mends that row alone' test "$(open_records "$batch")" = '1 2 3 4 5 6 7 9'
cadre -q batch undo "$(newest)"

# Both come after all, one by one: either may be undone.
sed -n '1p; /T-1.*one/p' twice.csv.rejects.csv >one.csv
sed -n '1p; /T-1.*two/s/T-1/T-9/p' twice.csv.rejects.csv >two.csv
step 'the one' 0 cadre -q import roster one.csv -s BAKU --fixes "$batch"
one=$(newest)
step 'and the other' 0 cadre -q import roster two.csv -s BAKU --fixes "$batch"
two=$(newest)
cadre -q batch undo "$one"
holds 'without the one, the other is mended' test "$(open_records "$batch")" = '1 3 4 5 6 7 8 9'
step 'the one again' 0 cadre -q import roster one.csv -s BAKU --fixes "$batch"
cadre -q batch undo "$two"
holds 'without the other, it is in its stead' test "$(open_records "$batch")" = '3 4 5 6 7 8 9'
cadre -q batch undo "$(newest)"
holds 'without both, both are open' test "$(open_records "$batch")" = '1 2 3 4 5 6 7 8 9'

# One of each is kept: the one that stood first, the one that was not at fault by itself, and of
# three the second beside one that is somebody else.
sed -e '/T-1.*two/d' -e '/T-2.*one/d' -e '/T-3.*three/d' -e '/T-3.*one/s/T-3/T-5/' \
    -e '9d' -e '/T-4/s/1990-13/1990-12/' twice.csv.rejects.csv >mended.csv
step 'a dry run says what it would be' 0 cadre import roster mended.csv -s BAKU --fixes "$batch" -n
holds 'all mended' grep -q "^batch $batch: 9 findings, 9 mended, 0 open" .out
step 'one of each is kept' 0 cadre import roster mended.csv -s BAKU --fixes "$batch"
mended=$(newest)
out <<END
mended.csv: 5 rows = 5 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch $mended)
batch $batch: 9 findings, 9 mended, 0 open
END
holds 'what is kept is stored' answers \
    "SELECT string_agg(source_person_id || ' ' || rank, ', ' ORDER BY source_person_id)
     FROM cadre.source_record WHERE source_person_id ~ '^T-' AND upper_inf(recorded)" \
    'T-1 one, T-2 two, T-3 two, T-4 same, T-5 one'
cadre -q batch undo "$mended"
holds 'undone, all are open' test "$(cadre db digest) $(shown "$batch")" = \
    "$before 9 findings, 0 mended, 9 open"

# What is kept out again mends nothing.
sed -n '1p; /T-1.*one/s/Quliyev//p' twice.csv.rejects.csv >faulty.csv
step 'the one that is kept is faulty' 1 cadre -q import roster faulty.csv -s BAKU --fixes "$batch"
holds 'both are open' test "$(open_records "$batch")" = '1 2 3 4 5 6 7 8 9'

# Which rows have one key may show when they come back.
sed -n '1p; /T-1.*one/p; /T-2.*two/s/T-2/T-1/p' twice.csv.rejects.csv >met.csv
step 'two meet' 1 cadre -q import roster met.csv -s BAKU --fixes "$batch"
sed -n '1p; /,one,/p' met.csv.rejects.csv >kept.csv
step 'one is kept' 0 cadre -q import roster kept.csv -s BAKU --fixes "$batch"
holds 'and the other one, and whom it was beside at first, are mended' \
    test "$(open_records "$batch")" = '3 5 6 7 8 9'

# ---- one person by two keys ----------------------------------------------------------------------

cat >persons.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,consent_on
P-1,5PPP111,Abbasov,Orxan,1991-01-01,2026-01-10
P-2,5PPP111,Abbasov,Orxan,1991-01-01,2026-01-10
B-2,,Məmmədova,Leyla,2001-11-02,2026-01-10
,5AAA222,Məmmədova,Leyla,2001-11-02,2026-01-10
END
step 'people stand twice' 1 cadre -q import roster persons.csv -s BAKU --partial --effective 2026-03-02
batch=$(newest)
holds 'all are held' test "$(open_records "$batch")" = '1 2 3 4'
sed -e '/P-2/d' -e '/;;5AAA222\|,,5AAA222/d' -e '/B-2/s/B-2,/B-2,5AAA222/' persons.csv.rejects.csv |
    sed -e '/^5,4,/d' >mended.csv
step 'each is kept once' 0 cadre import roster mended.csv -s BAKU --fixes "$batch"
holds 'nothing is open' test "$(shown "$batch")" = '4 findings, 4 mended, 0 open'

cat >awards.csv <<'END'
source_person_id,national_id,credential,issued_on,number
B-1,,CISSP,2024-03-01,A
,5AAA111,CISSP,2024-03-01,B
END
step 'an award stands twice' 1 \
    cadre -q import certifications awards.csv -s BAKU --effective 2026-03-02
batch=$(newest)
holds 'both are held' test "$(open_records "$batch")" = '1 2'
sed '/5AAA111/s/5AAA111/5AAA333/; /B-1/d' awards.csv.rejects.csv >mended.csv
step 'one is of somebody else' 0 cadre import certifications mended.csv -s BAKU --fixes "$batch"
holds 'the other one is open' test "$(open_records "$batch")" = 1
cadre -q batch undo "$(newest)"
sed '/B-1/d' awards.csv.rejects.csv >mended.csv
step 'one is kept' 0 cadre import certifications mended.csv -s BAKU --fixes "$batch"
holds 'both are mended' test "$(shown "$batch")" = '2 findings, 2 mended, 0 open'

# ---- a row of a set ------------------------------------------------------------------------------

cat >sets.csv <<'END'
need_code,clause,kind,code,level,importance
N-1,1,language,az,B2,required
N-1,1,language,az,C1,required
N-1,2,language,en,B2,required
END
step 'a set with a row twice' 1 cadre -q import requirements sets.csv --effective 2026-03-02
batch=$(newest)
holds 'is held' test "$(open_records "$batch")" = '1 2 3'
sed '/az,B2/s/az/ru/; /az,C1/d' sets.csv.rejects.csv >moved.csv
step 'another row in its stead' 1 cadre -q import requirements moved.csv --fixes "$batch"
holds 'it is wanting' grep -q X019 moved.csv.rejects.csv
sed '/az,B2/d' sets.csv.rejects.csv >mended.csv
step 'one is kept' 0 cadre import requirements mended.csv --fixes "$batch"
holds 'and the set comes whole' test "$(shown "$batch")" = '3 findings, 3 mended, 0 open'

# ---- the header of a second table ----------------------------------------------------------------

cat >headers.csv <<'END'
code,name,kind
V-1,Unit of first,unit
code,name,kind
V-2,,unit
END
step 'two tables' 1 cadre -q import organizations headers.csv --effective 2026-03-01
batch=$(newest)
holds 'a header and a row are kept out' test "$(open_records "$batch")" = '2 3'
sed '/V-2/s/V-2,/V-2,Second/' headers.csv.rejects.csv >mended.csv
step 'it is not deleted' 1 cadre -q import organizations mended.csv --fixes "$batch"
holds 'and open' test "$(open_records "$batch")" = 2
sed 1q headers.csv.rejects.csv >mended.csv
step 'all is deleted' 0 cadre import organizations mended.csv --fixes "$batch"
out <<END
mended.csv: 0 rows = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch $(newest))
batch $batch: 2 findings, 2 mended, 0 open
END
echo >>mended.csv
step 'there is nothing more to be deleted' 4 cadre import organizations mended.csv --fixes "$batch"
no_out
err <<END
cadre: 'mended.csv' has no rows, and none of batch $batch was to be deleted
  hint: mend the rows in the file that the import wrote; 'cadre batch show $batch' lists them
END
step 'as a file of its own it is empty still' 4 cadre import organizations mended.csv
holds 'it is said so' grep -q F002 .err

# ---- rows that are added -------------------------------------------------------------------------

cat >few.csv <<'END'
code,name,kind
W-1,,unit
W-2,,unit
END
step 'two are faulty' 1 cadre -q import organizations few.csv --effective 2026-03-01
batch=$(newest)
{ sed -n '1p; /W-2/s/W-2,/W-2,Second/p' few.csv.rejects.csv && echo ',,,,W-3,,unit'; } >mended.csv
step 'one is mended, one is added' 1 cadre -q import organizations mended.csv --fixes "$batch"
step 'it is no row of the first file' 0 cat mended.csv.rejects.csv
out <<'END'
cadre_line,cadre_record,cadre_codes,cadre_reason,code,name,kind
3,4,R001,name: a required value is missing,W-3,,unit
END
sed '/W-3/s/W-3,/W-3,Third/' mended.csv.rejects.csv >third.csv
between=$(newest)
step 'mended' 0 cadre import organizations third.csv --fixes "$batch"
holds 'it mends what it was kept out of' test "$(shown "$between")" = '1 finding, 1 mended, 0 open'
holds 'and no row of the first file' test "$(open_records "$batch")" = 1
finish
