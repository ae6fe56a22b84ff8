#!/bin/sh
# Rows that were not taken come back mended: the findings of their batch are closed one by one.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cp "$DATA/faults.csv" .
step 'five rows are not taken' 1 cadre -q import roster faults.csv -s BAKU --partial --effective 2026-03-01
no_out
err <<'END'
cadre: faults.csv: 5 of 7 rows were not taken: mend them in faults.csv.rejects.csv and import it with --fixes 7
END
shown() {
    cadre batch show "$1" | sed -n 's/^Kept out  *//p'
}
holds 'all are open' test "$(shown 7)" = '5 findings, 0 mended, 5 open'
first=$(cadre db digest)

# Three are mended, one not well, one is not there; one row is new.
sed -e 's/31\.02\.2001/28.02.2001/' -e 's/;;Orxan/;Orxanov;Orxan/' -e 's/Lənkəran/AZ-LAN/' \
    -e '/X009/d' -e 's/naməlum/bilinmir/' faults.csv.rejects.csv >mended.csv
echo ';;;;B-99;5ZZZ999;Yeni;Yeni;01.01.2001;kişi;Bakı;ehtiyat;' >>mended.csv
step 'a dry run closes nothing' 1 cadre import roster mended.csv -s BAKU --fixes 7 -n
out <<'END'
mended.csv: 5 rows = 4 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (tried, nothing is stored)
batch 7: 5 findings, 3 mended, 2 open
END
holds 'none is closed' test "$(shown 7)" = '5 findings, 0 mended, 5 open'
step 'three are taken' 1 cadre import roster mended.csv -s BAKU --fixes 7
err <<'END'
mended.csv:1: column qeyd, W004 a column is not known and kept aside
mended.csv:1: column consent_on, W006 no consent is recorded
mended.csv:6: record 4, column service_status, R005 not a code of the list
cadre: mended.csv: 1 of 5 rows were not taken: mend them in mended.csv.rejects.csv and import it with --fixes 7
END
batch=$(sql 'SELECT max(number) FROM cadre.batch')
out <<END
mended.csv: 5 rows = 4 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch $batch)
batch 7: 5 findings, 3 mended, 2 open
END
answer=$(sql "SELECT effective, full_list FROM cadre.batch WHERE number = $batch")
holds 'it holds from the day of the batch that it mends' test "$answer" = '2026-03-01|f'
step 'what is open is of the first file still' 0 cat mended.csv.rejects.csv
out <<'END'
cadre_line;cadre_record;cadre_codes;cadre_reason;mənbə kodu;FİN;soyad;ad;doğum tarixi;cins;bölgə;hərbi mükəlləfiyyət;qeyd
8;7;R005;service_status: not a code of the list (one of eligible, serving, deferred, exempt, reserve, discharged);B-15;5BBB555;"Səfərov
";Emin;02.02.2000;kişi;Bakı;bilinmir;
END
holds 'of its own as well' test "$(shown "$batch")" = '1 finding, 0 mended, 1 open'
step 'the batch tells which is mended by what' 0 cadre batch show 7 --quiet
mended=$(sql "SELECT string_agg(record_no::text, ' ' ORDER BY record_no) FROM cadre.batch_finding
              WHERE batch = 7 AND mended_by = $batch AND code !~ '^W'")
holds 'records 1, 3 and 4' test "$mended" = '1 3 4'
second=$(cadre db digest)

step 'the same file again' 0 cadre import roster mended.csv -s BAKU --fixes 7
holds 'is unchanged' grep -q 'unchanged, these bytes are in force' .out
holds 'and closes nothing more' test "$(shown 7)" = '5 findings, 3 mended, 2 open'

# The last row, mended in the rejects of the rejects; and a row that repeats what was taken.
sed 's/bilinmir/ehtiyat/' mended.csv.rejects.csv >last.csv
grep '^2;1;' mended.csv >>last.csv
step 'the last one' 0 cadre import roster last.csv -s BAKU --fixes 7
last=$(sql 'SELECT max(number) FROM cadre.batch')
out <<END
last.csv: 2 rows = 1 new + 0 changed + 1 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch $last)
batch 7: 5 findings, 4 mended, 1 open
END
holds 'the batch between has none' test "$(shown "$batch")" = '1 finding, 1 mended, 0 open'
step 'undone, it is open again' 0 cadre -q batch undo "$last"
holds 'as before' test "$(cadre db digest) $(shown 7)" = "$second 5 findings, 3 mended, 2 open"
holds 'in the batch between too' test "$(shown "$batch")" = '1 finding, 0 mended, 1 open'
# Who names the batch between mends the first one all the same: the rejects are of its records.
step 'by the number of the batch between' 0 cadre import roster last.csv -s BAKU --fixes "$batch"
last=$(sql 'SELECT max(number) FROM cadre.batch')
out <<END
last.csv: 2 rows = 1 new + 0 changed + 1 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch $last)
batch 7: 5 findings, 4 mended, 1 open
END
holds 'the batch between has none either' test "$(shown "$batch")" = '1 finding, 1 mended, 0 open'
step 'undone likewise' 0 cadre -q batch undo "$last"
holds 'it is open in both' test "$(shown 7), $(shown "$batch")" = \
    '5 findings, 3 mended, 2 open, 1 finding, 0 mended, 1 open'
step 'and so are the others' 0 cadre -q batch undo "$batch"
holds 'as at first' test "$(cadre db digest) $(shown 7)" = "$first 5 findings, 0 mended, 5 open"

# What cannot be.
step 'no rejects' 4 cadre import roster "$DATA/roster.csv" -s BAKU --fixes 7
no_out
holds 'it says so' grep -q "^cadre: '.*roster.csv' is no file of rejects: it has no columns cadre_line and cadre_record" .err
step 'of another batch' 4 cadre import roster mended.csv -s BAKU --fixes 2
holds 'none is its' grep -q "^cadre: none of the rows of 'mended.csv' was kept out of batch 2" .err
holds 'nothing is stored' test "$(cadre db digest)" = "$first"
step 'of another kind' 2 cadre import certifications mended.csv -s BAKU --fixes 7
no_out
err <<'END'
cadre: batch 7 is a file of roster from BAKU, not of certifications from BAKU
  hint: 'cadre batch list' shows of which batch the rejects are
END
step 'of another source' 2 cadre import roster mended.csv -s GANJA --owner U-100 --fixes 7
err <<'END'
cadre: batch 7 is a file of roster from BAKU, not of roster from GANJA
  hint: 'cadre batch list' shows of which batch the rejects are
END
step 'of one that was undone' 2 cadre import roster mended.csv -s BAKU --fixes "$batch"
err <<END
cadre: batch $batch is undone: it has no rows to be mended
  hint: import its file again, whole
END
step 'of none' 2 cadre import roster mended.csv -s BAKU --fixes 999
err <<'END'
cadre: there is no batch 999
  hint: 'cadre batch list' shows them
END
step 'of a word' 2 cadre import roster mended.csv -s BAKU --fixes march
err <<'END'
cadre: '--fixes march' is no number of a batch
END
step 'as a whole list' 2 cadre import roster mended.csv -s BAKU --fixes 7 --full
err <<'END'
cadre: '--fixes' and '--full' exclude one another
END

# Rejects that were imported as a list of their own mend nothing yet.
step 'rejects as a list of some rows' 1 \
    cadre -q import roster mended.csv -s BAKU --partial --effective 2026-03-01
holds 'none is closed by it' test "$(shown 7)" = '5 findings, 0 mended, 5 open'
second=$(cadre db digest)
step 'the same bytes as fixes' 1 cadre import roster mended.csv -s BAKU --fixes 7
sed -i 's/(batch [0-9]*)/(batch N)/' .out
out <<'END'
mended.csv: 5 rows = 0 new + 0 changed + 4 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch N)
batch 7: 5 findings, 3 mended, 2 open
END
holds 'the registry has them already' test "$(cadre db digest)" = "$second"

# Where the last row of a key counts, a mended row does not come before one that stood behind it.
echo '{"version": 1, "duplicates": "last"}' >settings.json
cadre -q source add SUMQ --owner BAKU --settings settings.json
cat >twice.csv <<'END'
source_person_id,family_name,given_name,birth_date,rank,consent_on
S-1,Quliyev,Anar,1990-13-01,earlier,2026-01-10
S-1,Quliyev,Anar,1990-12-01,later,2026-01-10
S-2,Quliyev,Elçin,1990-13-02,earlier,2026-01-10
S-2,Quliyev,Elçin,1990-13-02,later,2026-01-10
S-3,Quliyev,Vaqif,1990-13-03,only,2026-01-10
END
step 'rows of one key' 1 cadre -q import roster twice.csv -s SUMQ --effective 2026-03-01
batch=$(sql 'SELECT max(number) FROM cadre.batch')
ranks() {
    sql "SELECT string_agg(source_person_id || ' ' || rank, ', ' ORDER BY source_person_id)
         FROM cadre.source_record WHERE source = 'SUMQ' AND upper_inf(recorded)"
}
holds 'the last one counts' test "$(ranks)" = 'S-1 later'
sed 's/1990-13-/1990-12-/' twice.csv.rejects.csv >mended.csv
step 'all are mended' 1 cadre import roster mended.csv -s SUMQ --fixes "$batch"
holds 'but the first is overruled' grep -q '^mended.csv:2: record 1, X020 ' .err
holds 'what stood still counts' test "$(ranks)" = 'S-1 later, S-2 later, S-3 only'
holds 'it is open' test "$(shown "$batch")" = '4 findings, 3 mended, 1 open'
sed -n '1p; /S-1/p' mended.csv >alone.csv
before=$(cadre db digest)
step 'it is the right one' 0 \
    cadre -q import roster alone.csv -s SUMQ --partial --effective 2026-03-01
step 'and no other one stands any more' 0 cadre import roster alone.csv -s SUMQ --fixes "$batch"
holds 'nothing is open' test "$(shown "$batch"), $(ranks)" = \
    '4 findings, 4 mended, 0 open, S-1 earlier, S-2 later, S-3 only'
last=$(sql 'SELECT max(number) FROM cadre.batch')
cadre -q batch undo "$last"
cadre -q batch undo $((last - 1))
holds 'undone it is open again' test "$(cadre db digest) $(shown "$batch")" = \
    "$before 4 findings, 3 mended, 1 open"
sed -n '1p; /S-1/s/earlier/later/p' mended.csv >same.csv
step 'mended to what stands' 0 cadre import roster same.csv -s SUMQ --fixes "$batch"
holds 'it is' test "$(shown "$batch"), $(ranks)" = \
    '4 findings, 4 mended, 0 open, S-1 later, S-2 later, S-3 only'

# Nor does it come over another row of its file when its key was at fault itself, whichever rows
# count: nobody saw then that both had it.
{
    echo 'source_person_id,family_name,given_name,birth_date,rank,consent_on'
    printf 'S-4\007,Quliyev,Samir,1990-12-04,hidden,2026-01-10\n'
    printf 'S-5\007,Quliyev,Tural,1990-12-05,alone,2026-01-10\n'
    printf 'S-3\007,Quliyev,Vaqif,1990-12-03,changed,2026-01-10\n'
    echo 'S-4,Quliyev,Samir,1990-12-04,seen,2026-01-10'
} >keys.csv
for settings in last reject; do
    source=KEYS-$settings
    echo "{\"version\": 1, \"duplicates\": \"$settings\"}" >settings.json
    cadre -q source add "$source" --owner BAKU --settings settings.json
    sed -n '1p; /S-3/p' keys.csv | tr -d '\007' | sed 's/changed/only/' >before.csv
    cadre -q import roster before.csv -s "$source" --effective 2026-02-01
    step "a key that cannot be read: $settings" 1 \
        cadre -q import roster keys.csv -s "$source" --effective 2026-03-01 --partial
    batch=$(sql 'SELECT max(number) FROM cadre.batch')
    tr -d '\007' <keys.csv.rejects.csv >mended.csv
    step "mended, another row has it: $settings" 1 \
        cadre import roster mended.csv -s "$source" --fixes "$batch"
    holds 'that one is held' grep -q '^mended.csv:2: record 1, X020 ' .err
    holds 'the others are taken' grep -q ' = 1 new + 1 changed + 0 unchanged + 0 duplicate + 1 held ' .out
    answer=$(sql "SELECT string_agg(source_person_id || ' ' || rank, ', ' ORDER BY source_person_id)
                  FROM cadre.source_record
                  WHERE source = '$source' AND upper_inf(recorded) AND upper_inf(valid)")
    holds 'what was seen stands' test "$answer" = 'S-3 changed, S-4 seen, S-5 alone'
    sed -n '1p; /S-5/s/alone/anew/p' mended.csv >again.csv
    step "mended twice: $settings" 0 cadre import roster again.csv -s "$source" --fixes "$batch"
    holds 'it changes' grep -q ' = 0 new + 1 changed ' .out
    holds 'one is open' test "$(shown "$batch")" = '3 findings, 2 mended, 1 open'
done
finish
