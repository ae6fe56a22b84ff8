#!/bin/sh
# A level of another scale is read by the mappings that a country stored, never by its rank; what was
# rejected for want of one is taken from the same file once it is there.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

cat >held.csv <<'END'
source_person_id,type,code,level,assessed_on
B-2,work_role,DCWF/511,e-CF:4,2025-09-01
B-5,work_role,DCWF/511,Basic,2025-09-01
END
cat >need.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,starts_on
N-7,U-100,Watch,contract,DCWF/511,e-CF:3,1,1,2026-03-01
END
held="SELECT level FROM cadre.competency_held WHERE person_id = 'P00000002' AND code = 'DCWF@5.1/511'
      AND upper_inf(recorded)"

step 'without a mapping a level of another scale is none' 1 cadre import competencies held.csv \
    -s BAKU --partial --effective 2026-03-02
holds 'it is told' grep -q 'column level, R068 the level is of another scale, and no mapping' .err
holds 'nothing is guessed' answers "$held" ''
holds 'by the name of the table' grep -q \
    "no row of scale_mappings from 'ecf' '4' or below to '8140'" held.csv.rejects.csv

cat >mappings.csv <<'END'
from_scale,from_level,to_scale,to_level
e-CF,3,8140,Basic
ecf,e-5,8140,Advanced
ecf,2,8140,Intermediate
8140,Intermediate,ecf,3
8140,Basic,cefr,Z1
END
step 'mappings' 1 cadre catalogue load mappings.csv --findings findings.csv
err <<'END'
mappings.csv:4: record 3, column to_level, D030 the mapping of a level goes against the order of the levels
mappings.csv:6: record 5, column to_level, D021 what the row refers to is neither in the catalogue nor in the files of this call
cadre: 2 rows are left out
END
holds 'why' grep -q "'3' of 'ecf' is 'Basic' of '8140'" findings.csv
step 'they are listed' 0 cadre catalogue list scale-mappings --format csv
out <<'END'
from_scale,from_level,to_scale,to_level
8140,Intermediate,ecf,3
ecf,3,8140,Basic
ecf,5,8140,Advanced
END

step 'the same file is read anew' 0 cadre -q import competencies held.csv -s BAKU --partial \
    --effective 2026-03-02
no_err
holds 'held is what the level covers' answers "$held" Basic
step 'asked is what reaches it' 0 cadre import needs need.csv --effective 2026-03-02
holds 'which is told, with its place' grep -q \
    'need.csv:2: record 1, column level, W010 the level is of another scale' .err
holds 'the least such level' answers \
    "SELECT level FROM cadre.need WHERE need_code = 'N-7' AND upper_inf(recorded)" Intermediate
# What was read by a mapping is the mapping's word, and the file said otherwise.
step 'the mappings stand while levels rest on them' 4 cadre catalogue undo 1
no_out
err <<'END'
cadre: batch 9 (needs) rests on it: rows: 1
cadre: batch 8 (competencies of BAKU) rests on it: rows: 1
cadre: load 1 cannot be undone: its mappings read levels of 2 batches
  hint: undo the newest first: cadre batch undo 9; or load a mapping that says otherwise
END
cadre -q batch undo 9
cadre -q batch undo 8
step 'then they go' 0 cadre -q catalogue undo 1
step 'then nothing crosses' 1 cadre check needs need.csv --registry
holds 'it is told' grep -q 'R068' .err

finish
