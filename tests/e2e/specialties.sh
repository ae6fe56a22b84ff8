#!/bin/sh
# Military specialties: whatever the offices write, until a list of them is loaded as a local
# framework; then codes of it alone, in one form, through a change of its version and back again.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
stored="SELECT string_agg(distinct military_specialty, ' ') FROM cadre.service_record
        WHERE upper_inf(recorded) AND upper_inf(valid)"
asked="SELECT code FROM cadre.need_alternative WHERE need_code = 'N-1' AND kind = 'military_specialty'
       AND upper_inf(recorded) AND upper_inf(valid)"

cat >records.csv <<'END'
source_person_id,record,from_on,military_specialty
B-2,reserve,2025-09-01,310
B-5,reserve,2025-09-01,Signal
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,importance
N-1,1,military_specialty,310,required
END
cat >frameworks.csv <<'END'
code,version,title_en
VUS,1,Military specialties
END
cat >elements.csv <<'END'
framework,version,type,code,title_en
VUS,1,military_specialty,310,Signals
VUS,1,military_specialty,311,Radio relay
END

step 'without a list anything goes' 0 cadre -q import service_records records.csv -s BAKU \
    --effective 2026-03-02
no_err
holds 'as it stands' answers "$stored" '310 Signal'
step 'also where it is asked for' 0 cadre -q import requirements requirements.csv \
    --effective 2026-03-02
holds 'it too' answers "$asked" 310
cadre -q match --as-of 2026-04-01
bare=$(cadre explain P00000002 --need N-1 --as-of 2026-04-01 | grep ^N-1)
digest=$(cadre db digest)

step 'a list is loaded' 0 cadre -q catalogue load frameworks.csv elements.csv
no_err
step 'its codes are found' 0 cadre catalogue search relay --format csv
holds 'by their titles' grep -q 'VUS' .out
step 'one of it is shown' 0 cadre catalogue show VUS/310
holds 'without levels, which it has not' test "$(grep -c Levels .out)" -eq 0
step 'what was stored before is read by it' 0 cadre -q match --as-of 2026-04-01
holds 'person and need alike' test "$(cadre explain P00000002 --need N-1 --as-of 2026-04-01 | grep ^N-1)" = "$bare"
step 'nothing rests on it yet' 0 cadre -q catalogue undo 1
holds 'it goes without a trace' test "$(cadre db digest)" = "$digest"
cadre -q catalogue load frameworks.csv elements.csv

step 'now what the list has not is told' 1 cadre import service_records records.csv -s BAKU \
    --effective 2026-03-03
holds 'with its place' grep -q \
    'records.csv:3: record 2, column military_specialty, R070 not in the list of military' .err
holds 'and what may be meant' grep -q "did you mean 'VUS/310 (Signals)'?" records.csv.rejects.csv
sed -e 's/Signal/vus@1\/310/' records.csv >named.csv
step 'with the list and without it' 0 cadre -q import service_records named.csv -s BAKU \
    --effective 2026-03-03
no_err
holds 'a code is one' answers "$stored" 'VUS@1/310'
step 'a need may name it so' 0 cadre -q import requirements requirements.csv --effective 2026-03-03
holds 'in the same form' answers "$asked" 'VUS@1/310'
sed -e 's/,310,/,3l0,/' requirements.csv >slip.csv
step 'or not at all' 1 cadre import requirements slip.csv --effective 2026-03-04
holds 'it could not be met' grep -q 'column code, R070 not in the list' .err
cadre -q match --as-of 2026-04-01
step 'who has it' 0 cadre explain P00000002 --need N-1 --as-of 2026-04-01
holds 'lacks none' test "$(grep -c 'military specialty' .out)" -eq 0
sed -e 's/,310,/,311,/' requirements.csv >other.csv
cadre -q import requirements other.csv --effective 2026-03-05
cadre -q match --as-of 2026-04-01
step 'of another one' 0 cadre explain P00000002 --need N-1 --as-of 2026-04-01
holds 'it is told which' grep -q 'other military specialty: military specialty VUS@1/311' .out

step 'what rests on the list' 4 cadre catalogue undo 3
no_out
err <<'END'
cadre: military_specialty VUS@1/310: requirements: 1
cadre: military_specialty VUS@1/310: service records: 2
cadre: military_specialty VUS@1/311: requirements: 1
cadre: load 3 cannot be undone: 4 rows of the registry name what it brought
  hint: take back what names it first: 'cadre batch undo', or carry it away: 'cadre catalogue migrate'
END

cat >frameworks-2.csv <<'END'
code,version,title_en
VUS,2,Military specialties
END
sed -e 's/^VUS,1/VUS,2/' -e 's/,310,/,3100,/' elements.csv >elements-2.csv
cat >map.json <<'END'
{"framework": "VUS", "from": "1", "to": "2", "map": [{"from": "310", "to": "3100"}]}
END
cadre -q catalogue load frameworks-2.csv elements-2.csv
step 'a later list' 0 cadre catalogue diff VUS 1 2 --uses --format csv
holds 'says whom it concerns' grep -q ',310,' .out
cadre -q match --as-of 2026-06-01
standing=$(cadre explain P00000002 --need N-1 --as-of 2026-06-01 | grep specialty)
step 'is changed to' 0 cadre catalogue migrate VUS 1 2 --map map.json --effective 2026-05-01
cat >requirements-2.csv <<'END'
need_code,clause,kind,code,importance
N-1,1,military_specialty,VUS@2/3100,required
END
step 'a need asks by the new one' 0 cadre -q import requirements requirements-2.csv \
    --effective 2026-05-02
step 'who has the old code' 0 cadre -q match --as-of 2026-06-01
cadre explain P00000002 --need N-1 --as-of 2026-06-01 >after
holds 'has what it became' test "$(grep -c 'military specialty' after)" -eq 0
holds 'which nobody had before' test -n "$standing"
holds 'so does the run' cadre -q verify last

finish
