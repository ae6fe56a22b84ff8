#!/bin/sh
# Loads of tables are taken back one by one: only what rests on one of them holds it, and is named.
# Of a change of version the files that came later and named the version that was left hold it too.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cadre -q db init
before=$(cadre db digest)

# load NAME ROWS...: a file of the kind NAME, loaded alone.
load() {
    kind=$1
    shift
    printf '%s\n' "$@" >"$kind.csv"
    cadre -q catalogue load "$kind.csv" --kind "$kind" || echo "not loaded: $kind"
}

load credentials issuer,code,title,months 'AZCERT,SEC-1,National certificate,24'
load call_ups code,opens_on,closes_on 2026-SPRING,2026-04-01,2026-04-30
load credential_grants credential,type,code,level AZCERT/SEC-1,competency,CORE/DEF-IR,2
load regions code,kind,parent_code,name_en,name_az,name_ru AZ-NEW,district,AZ-BA,Newtown,Yenişəhər,Ньютаун
load aliases list,alias,code regions,Neustadt,AZ-NEW 'credentials,First one,AZCERT/SEC-1'
load service_rules rule,valid_from,valid_until,engagement,service_status \
    muster-reserve,,2026-12-31,muster,reserve
load service_rules rule,valid_from,engagement,service_status,max_age muster-27,2027-01-01,muster,reserve,50
load credentials issuer,code,title,months 'AZCERT,SEC-1,National certificate,24' \
    'AZCERT,SEC-2,Second certificate,24'

step 'what is named holds, wherever it is named' 4 cadre catalogue undo 1
no_out
err <<'END'
cadre: load 1 cannot be undone: loads 3, 5 and 8 rest on it
  hint: undo these, the newest of them first: cadre catalogue undo 8
END
step 'a region that a spelling means' 4 cadre catalogue undo 4
holds 'holds' grep -q 'load 4 cannot be undone: load 5 rests on it' .err
step 'a law that ends so that another one can begin' 4 cadre catalogue undo 6
holds 'ends' grep -q 'load 6 cannot be undone: load 7 rests on it' .err
step 'what nothing rests on goes at once' 0 cadre -q catalogue undo 2
step 'also from the midst' 0 cadre -q catalogue undo 3
step 'a spelling' 0 cadre -q catalogue undo 5
step 'then what it means' 0 cadre -q catalogue undo 4
step 'the later law' 0 cadre -q catalogue undo 7
step 'then the earlier one' 0 cadre -q catalogue undo 6
step 'who found a row as it was rests on it' 4 cadre catalogue undo 1
holds 'by name' grep -q 'load 1 cannot be undone: load 8 rests on it' .err
step 'until that goes' 0 cadre -q catalogue undo 8
step 'the first at last' 0 cadre -q catalogue undo 1
holds 'nothing is left' test "$(cadre db digest)" = "$before"

# ---- a change of version -------------------------------------------------------------------------

fill_registry 2>/dev/null
before=$(cadre db digest)
echo '{"framework": "NICE", "from": "1.0", "to": "2.1",
       "map": [{"from": "CE-WRL-003", "to": "PD-WRL-006"}]}' >map.json
cadre -q catalogue migrate NICE 1.0 2.1 --map map.json --effective 2026-03-02
load_of=$(cadre catalogue loads --format csv | sed -n '2s/,.*//p')
cat >held.csv <<'END'
source_person_id,type,code,level
B-2,work_role,NICE@1.0/CE-WRL-003,Basic
END
step 'a file that names the version that was left' 0 cadre import competencies held.csv -s BAKU \
    --partial --effective 2026-04-01
holds 'is told what became of it' grep -q \
    'held.csv:2: record 1, column code, W009 the code is of a version that was left' .err
holds 'and stored so' answers "SELECT code FROM cadre.competency_held WHERE code LIKE 'NICE%'
    AND upper_inf(recorded)" NICE@2.1/PD-WRL-006
cadre -q import preferences - -s BAKU --effective 2026-04-02 <<'END' || echo 'not imported'
source_person_id,side,work_role,rank
B-5,person,DCWF/511,1
END
step 'it rests on the change' 4 cadre catalogue undo "$load_of"
no_out
err <<'END'
cadre: batch 8 (competencies of BAKU) rests on it: rows: 1
cadre: batch 7 cannot be undone: 1 later batch rests on it
  hint: undo the newest first: cadre batch undo 8
END
cadre -q batch undo 8
step 'which goes when the file is gone' 0 cadre -q catalogue undo "$load_of"
cadre -q batch undo 9
holds 'as it was' test "$(cadre db digest)" = "$before"
step 'then the code is what it says' 0 cadre -q import competencies held.csv -s BAKU --partial \
    --effective 2026-04-01
no_err
holds 'of the old version' answers "SELECT code FROM cadre.competency_held WHERE code LIKE 'NICE%'
    AND upper_inf(recorded)" NICE@1.0/CE-WRL-003

finish
