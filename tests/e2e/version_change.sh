#!/bin/sh
# A framework's next version takes the place of the last one: NICE 2.1 and a made-up 3.0, in which one
# role kept its code and was reworded. What rests on the old one is carried by a map, old files are
# still taken, and all of it is taken back.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# ---- the two versions ----------------------------------------------------------------------------

# Of 2.1 the program ships codes and titles; the document brings the wording.
cat >nice-2.1.json <<'END'
{"documents": [{"doc_identifier": "NICE", "name": "NICE Framework", "version": "2.1"}],
 "relationship_types": [],
 "elements": [
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-001",
   "title": "Defensive Cybersecurity", "text": "Watches the network."},
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-003",
   "title": "Incident Response", "text": "Answers incidents."},
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-006",
   "title": "Threat Analysis", "text": "Studies who attacks."}],
 "relationships": []}
END
cat >nice-3.0.json <<'END'
{"documents": [{"doc_identifier": "NICE", "name": "NICE Framework", "version": "3.0"}],
 "relationship_types": [],
 "elements": [
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-001",
   "title": "Defensive Cybersecurity", "text": "Watches the network."},
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-003",
   "title": "Incident Response", "text": "Tells the press of incidents."},
  {"doc_identifier": "NICE", "element_type": "work_role", "element_identifier": "PD-WRL-010",
   "title": "Incident Handling", "text": "Answers incidents."}],
 "relationships": []}
END
cat >map.json <<'END'
{"framework": "NICE", "from": "2.1", "to": "3.0",
 "map": [{"from": "PD-WRL-003", "to": "PD-WRL-010"}, {"from": "PD-WRL-006", "to": "PD-WRL-001"}]}
END

# ---- a registry that rests on the old one --------------------------------------------------------

fill_registry 2>/dev/null
cat >trainings.csv <<'END'
provider,code,title,hours,cost,grants
U-100,SOC-201,SOC,80,1200,work_role:NICE/PD-WRL-006:Basic;work_role:NICE/PD-WRL-001:Advanced
END
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,region,starts_on,ends_on
N-21,U-100,Defender,conscript,NICE/PD-WRL-001,Intermediate,1,1,,2026-04-01,
N-22,U-100,Responder,conscript,NICE/PD-WRL-003,Basic,1,1,,2026-04-01,
N-23,U-100,Insider,conscript,NICE/PD-WRL-005,Basic,1,1,,2026-04-01,
N-24,U-100,Past,conscript,NICE/PD-WRL-001,Basic,1,1,,2026-01-01,2026-04-30
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance,weight,k,months
N-21,1,work_role,NICE/PD-WRL-006,Advanced,required,,,
N-21,1,work_role,NICE/PD-WRL-001,Intermediate,required,,,
N-22,1,experience,NICE/PD-WRL-001,,desired,,,6
END
cat >competencies.csv <<'END'
source_person_id,type,code,level,years,assessed_on,verified_by
B-1,work_role,NICE@2.1/PD-WRL-001,Intermediate,3,2025-09-01,
B-1,work_role,NICE@2.1/PD-WRL-006,Advanced,5,2025-09-01,U-100
B-4,work_role,NICE@2.1/PD-WRL-003,Basic,1,2025-09-01,
B-4,work_role,NICE@2.1/PD-WRL-005,Basic,1,2025-09-01,
B-5,work_role,NICE@2.1/PD-WRL-001,Basic,1,2025-09-01,
END
cat >wishes.csv <<'END'
source_person_id,side,need_code,work_role,organization_code,rank
B-1,person,,NICE/PD-WRL-003,,1
B-1,person,,NICE/PD-WRL-001,,2
B-1,person,,NICE/PD-WRL-006,,3
END
cadre -q import trainings trainings.csv --effective 2026-03-02
cadre -q import needs needs.csv --effective 2026-03-02 2>/dev/null
cadre -q import requirements requirements.csv --effective 2026-03-02
cadre -q import competencies competencies.csv -s BAKU --effective 2026-03-02
cadre -q import preferences wishes.csv -s BAKU --effective 2026-03-02
step 'the wording of the old version' 0 cadre -q catalogue load nice-2.1.json --framework NICE \
    --version 2.1
step 'the new version' 0 cadre catalogue load nice-3.0.json --framework NICE --version 3.0
holds 'is not the current one by itself' grep -q 'NICE 3.0 is a new version beside the current one' .out
step 'once more, for other programs' 0 cadre catalogue load nice-3.0.json --framework NICE \
    --version 3.0 --format json
holds 'it brings nothing' grep -q '"finding": "Unchanged: the catalogue has all that the file says"' .out
step 'a table of it' 0 cadre catalogue load nice-3.0.json --framework NICE --version 3.0 \
    --format csv --table elements
out <<'END'
type,in_file,new,completed,otherwise,same,lacking
work_role,3,0,0,0,3,0
END
step 'a format that there is not' 2 cadre catalogue load nice-3.0.json --format pdf
no_out

# ---- what would be carried -----------------------------------------------------------------------

before=$(cadre db digest)
cadre match --as-of 2026-05-15 | grep ' seats ' >seats.before
step 'a reworded code has no place, nor one that was withdrawn' 1 \
    cadre catalogue migrate NICE 2.1 3.0 -n --effective 2026-05-01 --format csv
out <<'END'
outcome,type,code,title,to,hint,needs,requirements,evidence,preferences,trainings
same,work_role,PD-WRL-001,Defensive Cybersecurity,PD-WRL-001,,1,2,2,1,1
reworded,work_role,PD-WRL-003,Incident Response,,PD-WRL-003,1,0,1,1,0
withdrawn,work_role,PD-WRL-005,Insider Threat Analysis,,,1,0,1,0,0
withdrawn,work_role,PD-WRL-006,Threat Analysis,,,0,1,1,1,1
END
no_err
holds 'a dry run stores nothing' test "$(cadre db digest)" = "$before"
step 'a day to come' 2 cadre catalogue migrate NICE 2.1 3.0 --effective 2999-01-01
no_out
err <<'END'
cadre: the day of a change of version lies ahead
  hint: migrate when it has come: what is imported until then is carried with the rest
END
step 'one version' 2 cadre catalogue migrate NICE 2.1 2.1.0
no_out
err <<'END'
cadre: NICE 2.1 is one version: two are wanted
END

# ---- carried -------------------------------------------------------------------------------------

step 'what has a place is carried' 1 cadre catalogue migrate NICE 2.1 3.0 --map map.json \
    --effective 2026-05-01
out <<'END'
Catalogue
=========

NICE 2.1 to 3.0: load 3 carried what has a place from 2026-05-01 on; 2 of 16
rows of the registry have none and stay

Rows of the registry  16
Without a place       2

What goes where
---------------
Elements on which something rests; 'perhaps' is a hint, never taken

Outcome    Type       Code        Title                    Goes to     Perhaps  Needs  Requirements  Evidence  Preferences  Trainings
─────────  ─────────  ──────────  ───────────────────────  ──────────  ───────  ─────  ────────────  ────────  ───────────  ─────────
same       work_role  PD-WRL-001  Defensive Cybersecurity  PD-WRL-001  —            1             2         2            1          1
mapped     work_role  PD-WRL-003  Incident Response        PD-WRL-010  —            1             0         1            1          0
withdrawn  work_role  PD-WRL-005  Insider Threat Analysis  —           —            1             0         1            0          0
mapped     work_role  PD-WRL-006  Threat Analysis          PD-WRL-001  —            0             1         1            1          1

What was carried
----------------
Rows; of those that fell together one stands

Sort                             Rows
───────────────────────────────  ────
evidence                            4
evidence that fell together         1
needs                               2
preferences                         3
preferences that fell together      1
requirements                        3
requirements that fell together     1
trainings                           1
END
no_err
# Which code, which level, of whom, on which days.
held='SELECT string_agg(concat_ws('"' '"', ltrim(person_id, '"'P0'"'), substr(code, 6), level, lower(valid), upper(valid)),
             chr(10) ORDER BY person_id, code, lower(valid))
      FROM cadre.competency_held WHERE upper_inf(recorded) AND code LIKE '"'NICE%'"
cat >held.carried <<'END'
1 2.1/PD-WRL-001 Intermediate 2026-03-02 2026-05-01
1 2.1/PD-WRL-006 Advanced 2026-03-02 2026-05-01
1 3.0/PD-WRL-001 Advanced 2026-05-01
4 2.1/PD-WRL-003 Basic 2026-03-02 2026-05-01
4 2.1/PD-WRL-005 Basic 2026-03-02
4 3.0/PD-WRL-010 Basic 2026-05-01
5 2.1/PD-WRL-001 Basic 2026-03-02 2026-05-01
5 3.0/PD-WRL-001 Basic 2026-05-01
END
sql "$held" >held.now
holds 'the higher level stands, what has no place stays' cmp held.carried held.now
holds 'needs go, the one that is over does not' answers \
    "SELECT string_agg(need_code || ' ' || work_role, ', ' ORDER BY need_code) FROM cadre.need
     WHERE upper_inf(recorded) AND upper_inf(valid) AND work_role LIKE 'NICE%'" \
    'N-21 NICE@3.0/PD-WRL-001, N-22 NICE@3.0/PD-WRL-010, N-23 NICE@2.1/PD-WRL-005, N-24 NICE@2.1/PD-WRL-001'
holds 'of two alternatives the one that asks less stands' answers \
    "SELECT string_agg(concat_ws(' ', need_code, kind, code, level, months), ', ' ORDER BY need_code)
     FROM cadre.need_alternative WHERE upper_inf(recorded) AND upper_inf(valid) AND code LIKE 'NICE%'" \
    'N-21 work_role NICE@3.0/PD-WRL-001 Intermediate, N-22 experience NICE@3.0/PD-WRL-001 6'
holds 'the better rank of a wish' answers \
    "SELECT string_agg(work_role || ' ' || rank, ', ' ORDER BY rank) FROM cadre.preference
     WHERE upper_inf(recorded) AND upper_inf(valid)" \
    'NICE@3.0/PD-WRL-010 1, NICE@3.0/PD-WRL-001 2'
holds 'what a training grants' answers \
    "SELECT array_to_string(grants, ' ') FROM cadre.training WHERE upper_inf(recorded) AND upper_inf(valid)" \
    'work_role:NICE@3.0/PD-WRL-001:Advanced work_role:NICE@3.0/PD-WRL-001:Basic'
carried=$(cadre db digest)
step 'the doctor finds nothing' 0 cadre -q doctor
step 'once more there is nothing to carry' 1 cadre catalogue migrate NICE 2.1 3.0 --map map.json \
    --effective 2026-05-01
holds 'it says so' grep -q 'unchanged, there is nothing more to carry' .out
holds 'and nothing changed' test "$(cadre db digest)" = "$carried"

step 'the same seats are filled as well' 0 cadre match --as-of 2026-05-15
grep ' seats ' .out >seats.after
holds 'by as many people' cmp seats.before seats.after
step 'the run holds' 0 cadre -q verify last
step 'so does the one from before' 0 cadre -q verify 1
step 'a day before the change all is as it was' 0 cadre -q match --as-of 2026-04-15
step 'and holds' 0 cadre -q verify last

# ---- files of the next months --------------------------------------------------------------------

sed -i '/PD-WRL-006/d; s/^B-1,work_role,NICE@2.1.PD-WRL-001,Intermediate,3,2025-09-01,$/B-1,work_role,NICE@2.1\/PD-WRL-001,Advanced,5,2025-09-01,U-100/' competencies.csv
step 'the next month by old codes is the same' 0 cadre import competencies competencies.csv -s BAKU \
    --effective 2026-06-01 --full --max-removed 100%
holds 'all stands' grep -q ': 4 rows = 0 new + 0 changed + 4 unchanged + .* 0 rejected; 3 left ' .out
sed '/PD-WRL-001,Basic/d' competencies.csv >late.csv
step 'a file for a month before the change is late' 1 cadre import competencies late.csv \
    -s BAKU --effective 2026-04-01
holds 'of the row that has no place it is not' grep -q ' = 0 new .* 1 unchanged .* 2 rejected' .out
holds 'it is told why' grep -q 'column code, R067 ' .err

step 'the new version becomes the current one' 0 cadre catalogue current NICE 3.0
out <<'END'
load 4: NICE 3.0 is the current version
END
step 'it is so already' 0 cadre catalogue current NICE 3.0.0
out <<'END'
NICE 3.0: unchanged, it is the current version
END
cat >bare.csv <<'END'
source_person_id,type,code,level
B-2,work_role,PD-WRL-001,Basic
B-2,work_role,NICE/PD-WRL-003,Basic
B-2,work_role,NICE@3.0/PD-WRL-003,Basic
END
step 'a code without a version means the current one' 1 cadre import competencies bare.csv -s BAKU \
    --effective 2026-06-02
holds 'one that was another is refused' grep -q ':3: record 2, column code, R014 ' .err
holds 'with both' grep -q 'write NICE@3.0/PD-WRL-003 or NICE@2.1/PD-WRL-003, which was another' \
    bare.csv.rejects.csv
holds 'both others are of the new version' answers \
    "SELECT string_agg(code, ' ' ORDER BY code) FROM cadre.competency_held
     WHERE ltrim(person_id, 'P0') = '2' AND upper_inf(recorded)" 'NICE@3.0/PD-WRL-001 NICE@3.0/PD-WRL-003'

# ---- the ledger, and back ------------------------------------------------------------------------

step 'what was loaded' 0 cadre catalogue loads --format csv
out <<'END'
load,what,framework,version,from_version,effective,rows,findings,batch,undoes,undone_by,file
4,current,NICE,3.0,,,0,,,,,
3,migration,NICE,3.0,2.1,2026-05-01,13,,12,,,map.json
2,document,NICE,3.0,,,3,,,,,nice-3.0.json
1,document,NICE,2.1,,,3,,,,,nice-2.1.json
END
golden catalogue_loads catalogue_loads cadre catalogue loads
golden catalogue_load_entry catalogue_load_entry cadre catalogue loads 3
golden catalogue_migrate catalogue_migrate cadre catalogue migrate NICE 2.1 3.0 --map map.json \
    --effective 2026-05-01 -n --all
golden catalogue_diff catalogue_diff cadre catalogue diff NICE 2.1 3.0 --uses --as-of 2026-05-01
step 'one of it' 0 cadre catalogue loads 3 --format json
holds 'with what it carried' grep -q '"load 3: 13 rows of the registry were carried"' .out
holds 'and of which sorts' grep -q '"sort": "evidence that fell together"' .out
step 'the carried rows go back with their load alone' 4 cadre batch undo 12
no_out
err <<'END'
cadre: batch 12 is what a change of version carried
  hint: 'cadre catalogue undo' takes both back; 'cadre catalogue loads' lists what there is
END
step 'later files rest on it' 4 cadre catalogue undo 3
no_out
holds 'they are named' grep -q '^cadre: batch 13 (competencies of BAKU) rests on it' .err
cadre -q batch undo 15
cadre -q batch undo 14
cadre -q batch undo 13
step 'the current version goes back' 0 cadre catalogue undo 4
out <<'END'
load 4 is undone by load 6: the catalogue is as it was before it
END
holds 'the registry is as after the change' test "$(cadre db digest)" = "$carried"
step 'the change of version goes back' 0 cadre catalogue undo 3
holds 'with its rows' grep -q '^load 3 is undone by load 7: [0-9]* records are as they were before it$' .out
holds 'the registry is as before' test "$(cadre db digest)" = "$before"
step 'twice changes nothing' 0 cadre catalogue undo 3
out <<'END'
load 3: unchanged, it was undone already
END
step 'an undo is not undone' 4 cadre catalogue undo 7
no_out
step 'the doctor finds nothing' 0 cadre -q doctor
step 'the run from between holds still' 0 cadre -q verify 2

step 'it is carried again' 1 cadre -q catalogue migrate NICE 2.1 3.0 --map map.json \
    --effective 2026-05-01
holds 'with the same outcome' test "$(cadre db digest)" = "$carried"
step 'the new version is needed by the change' 4 cadre catalogue undo 2
no_out
err <<'END'
cadre: load 2 cannot be undone: load 8 rests on it
  hint: undo that one first: cadre catalogue undo 8
END
step 'which goes' 0 cadre -q catalogue undo 8
grep -v ',NICE/' bare.csv | sed 's/,PD-WRL-001/,NICE@3.0\/PD-WRL-001/' >named.csv
cadre -q import competencies named.csv -s BAKU --effective 2026-06-02
step 'and by who holds it' 4 cadre catalogue undo 2
no_out
err <<'END'
cadre: work_role NICE@3.0/PD-WRL-001: evidence: 1
cadre: work_role NICE@3.0/PD-WRL-003: evidence: 1
cadre: load 2 cannot be undone: 2 rows of the registry name what it brought
  hint: take back what names it first: 'cadre batch undo', or carry it away: 'cadre catalogue migrate'
END

# ---- tables are taken back too -------------------------------------------------------------------

printf 'issuer,code,title,months\nAZCERT,SEC-1,National certificate,24\n' >credentials.csv
printf 'source_person_id,credential,issuer,issued_on\nB-2,SEC-1,AZCERT,2026-01-10\n' >award.csv
before=$(cadre db digest)
step 'a table of credentials' 0 cadre -q catalogue load credentials.csv
table=$(cadre catalogue loads --format csv | sed -n '2s/,.*//p')
holds 'is a load' test "$(cadre catalogue loads --format csv | sed -n '2s/^[0-9]*,\([a-z]*\),.*/\1/p')" = tables
cadre -q import certifications award.csv -s BAKU --effective 2026-06-03
step 'somebody holds one' 4 cadre catalogue undo "$table"
no_out
holds 'which is told' grep -q '^cadre: credential AZCERT/SEC-1: evidence: 1$' .err
cadre -q batch undo "$(cadre batch list | awk '$2 == "certifications" { print $1; exit }')"
step 'nobody does any more' 0 cadre -q catalogue undo "$table"
holds 'the registry is as before' test "$(cadre db digest)" = "$before"

# ---- what names nothing --------------------------------------------------------------------------

sql "DELETE FROM cadre.loaded_element WHERE version = '3.0' AND code = 'PD-WRL-003'"
step 'the doctor sees who names what is not there' 3 cadre doctor
holds 'and says what mends it' grep -q 'fail  elements .* 1 rows name an element that the catalogue has not' .out

finish
