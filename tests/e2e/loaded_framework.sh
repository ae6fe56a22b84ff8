#!/bin/sh
# A framework of one's own is loaded; its role is needed, imported, matched, verified. What was before
# it stays as it was.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cat >posts.json <<'END'
{
  "documents": [{"doc_identifier": "AZKIB", "name": "Cyber posts", "version": "1"}],
  "relationship_types": [
    {"relationship_identifier": "projection", "description": "a role's statements"},
    {"relationship_identifier": "isChildOf", "description": "a part of"}
  ],
  "elements": [
    {"doc_identifier": "AZKIB", "element_type": "work_role", "element_identifier": "KM-01", "title": "Duty officer", "text": "Keeps the watch."},
    {"doc_identifier": "AZKIB", "element_type": "competency", "element_identifier": "LOG", "title": "Reading logs", "text": ""},
    {"doc_identifier": "AZKIB", "element_type": "competency", "element_identifier": "LOG-WIN", "title": "Reading event logs", "text": ""},
    {"doc_identifier": "AZKIB", "element_type": "task", "element_identifier": "KM-77", "title": "", "text": "Writes the log."}
  ],
  "relationships": [
    {"source_element_identifier": "KM-01", "source_doc_identifier": "AZKIB", "dest_element_identifier": "KM-77", "dest_doc_identifier": "AZKIB", "relationship_identifier": "projection"},
    {"source_element_identifier": "LOG-WIN", "source_doc_identifier": "AZKIB", "dest_element_identifier": "LOG", "dest_doc_identifier": "AZKIB", "relationship_identifier": "isChildOf"}
  ]
}
END
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,region,starts_on,ends_on
N-1,U-100,Cyber defence analysts,conscript,DCWF/511,Intermediate,2,1,AZ-BA,2026-04-01,
N-2,U-200,Cyber defence analyst,muster,DCWF/511,Basic,2,2,,2026-04-01,
N-3,U-200,Malware analyst,contract,DCWF/511,Advanced,1,3,AZ-GA,2026-04-01,2027-04-01
N-9,U-200,Duty officer,contract,AZKIB/KM-01,3,1,1,,2026-04-01,
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance,weight,k
N-9,1,competency,LOG,2,required,,
END
cat >competencies.csv <<'END'
source_person_id,type,code,level,years,assessed_on,verified_by
B-2,work_role,KM-01,4,2,2025-09-01,U-100
B-2,competency,AZKIB@1/LOG-WIN,3,,2025-09-01,U-100
B-5,work_role,azkib/km-01,4,2,2025-09-01,
END

# Exit code and, of stderr, the codes of what was found.
# shellcheck disable=SC2317 # step runs it
findings_of() {
    "$@" >/dev/null 2>.said
    echo "exit $?"
    sed -n 's/.*\([A-Z][0-9][0-9][0-9]\).*/\1/p' .said | sort | uniq -c | sed 's/^ *//'
}

fill_registry 2>/dev/null
cadre -q match --as-of 2026-04-01 --publish

step 'a role that no framework has' 0 findings_of cadre import needs needs.csv --effective 2026-03-02
out <<'END'
exit 1
1 R011
END
step 'nor can anybody hold it' 0 findings_of cadre import competencies competencies.csv -s BAKU \
    --effective 2026-03-02
out <<'END'
exit 1
3 R011
END
cadre report staffing --run 1 --format json -o - >staffing.before
before=$(sql 'SELECT newest FROM cadre.registry_clock')

step 'the framework is loaded' 0 cadre -q catalogue load posts.json --framework AZKIB \
    --version 1
no_out
no_err

holds 'it is the current version of its framework' answers \
    "SELECT code || '@' || version || ' ' || current FROM cadre.framework_now WHERE load > 0" \
    'AZKIB@1 true'

step 'a check without the registry does not know it' 0 findings_of cadre check needs needs.csv
out <<'END'
exit 1
1 R011
END
step 'with it, the need is good' 0 cadre -q check needs needs.csv --registry --effective 2026-03-02
no_out
no_err

# Nothing was recorded since the load: the run knows the registry as of it.
step 'a run of that moment' 0 cadre -q match --as-of 2026-04-02
no_out
no_err
step 'holds' 0 cadre -q verify last
no_out
no_err

# The same bytes were imported before, by a catalogue that is no more the one in use.
step 'the need is stored' 0 cadre -q import needs needs.csv --effective 2026-03-02
no_out
no_err
step 'so are its requirements' 0 cadre -q import requirements requirements.csv --effective 2026-03-02
no_out
no_err
step 'and who holds it' 0 cadre -q import competencies competencies.csv -s BAKU \
    --effective 2026-03-02
no_out
no_err

step 'the seat is filled by who can read logs' 0 cadre match --as-of 2026-04-01
out <<'END'
2 of 6 free seats cannot be filled
run 3 (DIGEST) as of 2026-04-01: draft
6 people, 4 needs, 6 eligible pairs; fit 28 350 bp (70.87 % a seat), 3 kept in place
priority 1: 3 seats filled
priority 2: 1 seat filled
END
no_err
step 'the run holds' 0 cadre verify last
out <<'END'
run 3 as of 2026-04-01 holds: inputs and result are unaltered, and no better assignment exists
4 of 6 free seats filled, 6 people, 4 needs, 6 eligible pairs
why seats stay empty:
  N-2 and N-9: 3 free seats, 2 people qualify
  N-3 and N-9: 2 free seats, 1 person qualifies
END
no_err
step 'the run from before holds as well' 0 cadre verify 1
out <<'END'
run 1 as of 2026-04-01 holds: inputs and result are unaltered, and no better assignment exists
4 of 5 free seats filled, 6 people, 3 needs, 5 eligible pairs
why seats stay empty:
  N-2 and N-3: 3 free seats, 2 people qualify
END
no_err
step 'so does what it says' 0 cadre report staffing --run 1 --format json -o staffing.after
holds 'byte for byte' cmp staffing.before staffing.after

step 'who holds the role but cannot read logs' 0 cadre explain P00000005 --need N-9 \
    --as-of 2026-04-01
holds 'does not fit for that reason' grep -q 'competency missing: AZKIB@1/LOG 2 asked' .out

step 'loaded again it changes nothing' 0 cadre -q catalogue load posts.json --framework AZKIB \
    --version 1
no_out
no_err
step 'so the match is the same' 0 cadre match --as-of 2026-04-01
out <<'END'
2 of 6 free seats cannot be filled
run 3 (DIGEST) as of 2026-04-01: unchanged, draft
6 people, 4 needs, 6 eligible pairs; fit 28 350 bp (70.87 % a seat), 3 kept in place
priority 1: 3 seats filled
priority 2: 1 seat filled
END
no_err

step 'an upgrade brings the shipped rows and leaves the loaded ones' 0 cadre -q db upgrade
no_out
no_err
step 'the run holds still' 0 cadre -q verify last
no_out
no_err

step 'what was known before the load knows no such role' 0 cadre -q match --as-of 2026-04-01 \
    --known-at "$before"
no_out
no_err
step 'and that holds' 0 cadre verify last
out <<'END'
run 4 as of 2026-04-01 holds: inputs and result are unaltered, and no better assignment exists
4 of 5 free seats filled, 6 people, 3 needs, 5 eligible pairs
why seats stay empty:
  N-2 and N-3: 3 free seats, 2 people qualify
END
no_err

# A code may be that of a role and of a competency: who holds the one does not hold the other.
cat >twins.json <<'END'
{
  "documents": [{"doc_identifier": "TWINS", "name": "Codes of two types", "version": "1"}],
  "relationship_types": [{"relationship_identifier": "isChildOf", "description": "a part of"}],
  "elements": [
    {"doc_identifier": "TWINS", "element_type": "work_role", "element_identifier": "511", "title": "Watch officer", "text": "Keeps the watch."},
    {"doc_identifier": "TWINS", "element_type": "competency", "element_identifier": "511", "title": "Keeping watch", "text": ""}
  ],
  "relationships": []
}
END
cadre -q catalogue load twins.json --framework TWINS --version 1 >/dev/null
cat >twin_needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,headcount,priority,starts_on
N-11,U-200,Watch officer,contract,TWINS/511,6,1,2026-05-01
N-12,U-200,Somebody watchful,contract,,6,1,2026-05-01
END
cat >twin_clauses.csv <<'END'
need_code,clause,kind,code,importance
N-12,1,competency,TWINS/511,required
END
cat >twins.csv <<'END'
source_person_id,type,code,level
B-2,competency,TWINS/511,3
B-5,work_role,TWINS/511,3
END
cadre -q import needs twin_needs.csv --effective 2026-04-01
cadre -q import requirements twin_clauses.csv --effective 2026-04-01
cadre -q import competencies twins.csv -s BAKU --effective 2026-04-01
cadre -q match --as-of 2026-05-01
step 'who holds the role' 0 sql "SELECT natural_key FROM cadre.run_assignment WHERE run = 5 AND need_code = 'N-11'"
out <<'END'
5AAA555
END
step 'fits no need of the competency' 0 cadre explain 5AAA555 --need N-12 --run 5 --format json
holds 'which is missing' grep -q '"competency_missing"' .out
step 'who holds the competency fits none of the role' 0 cadre explain 5AAA222 --need N-11 --run 5 --format json
holds 'which is missing' grep -q '"competency_missing"' .out
step 'but that of the competency' 0 cadre explain 5AAA222 --need N-12 --run 5 --format json
holds 'fits' grep -q '"fitting": 1,' .out
step 'and all of it holds' 0 cadre -q verify 5

finish
