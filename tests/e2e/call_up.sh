#!/bin/sh
# A run of a call-up takes its years of birth for conscription, everybody else as always; and the law
# of a country, loaded as dated rows, is what its verdicts cite.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

cat >call_ups.csv <<'END'
code,opens_on,closes_on,born_from,born_until,decree
2026-SPRING,2026-04-01,2026-06-30,2003,2008,9/26
2026-AUTUMN,2026-10-01,2026-12-31,1998,2008,
END
cat >rules.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,max_age,ground,decree
studies-2026,2026-05-01,,conscript,deferred,24,studies,7/26
END
step 'the law is loaded' 0 cadre -q catalogue load call_ups.csv rules.csv

cat >need.csv <<'END'
need_code,organization_code,title,engagement,headcount,priority,starts_on
N-5,U-100,Watch,conscript,5,1,2026-03-01
N-6,U-100,Muster,muster,5,1,2026-03-01
END
cadre -q import needs need.csv --effective 2026-03-01 || exit 1

step 'no such call-up' 2 cadre match --call-up 2026-SUMMER
no_out
err <<'END'
cadre: there is no call-up '2026-SUMMER'
  hint: 'cadre catalogue list call-ups' shows them
END
step 'a day out of it' 2 cadre match --call-up 2026-SPRING --as-of 2026-07-01
err <<'END'
cadre: call-up '2026-SPRING' lasts from 2026-04-01 to 2026-06-30
END

# Of need N-5 by the last run: who fits.
# shellcheck disable=SC2317 # step calls it
eligible() {
    cadre explain --need "$1" --run last --format json | jq .figures.eligible
}

step 'without a call-up' 0 cadre -q match --as-of 2026-04-01
step 'who may be called' 0 eligible N-5
out <<'END'
3
END
step 'to a muster' 0 eligible N-6
out <<'END'
2
END
step 'a call-up is matched on its first day' 0 cadre match --call-up 2026-spring
holds 'the run says so' grep -q '^run 2 (.*) as of 2026-04-01, call-up 2026-SPRING: draft$' .out
step 'the same again' 0 cadre match --call-up 2026-SPRING --as-of 2026-04-01
holds 'is the same run' grep -q '^run 2 (.*) as of 2026-04-01, call-up 2026-SPRING: unchanged, draft$' .out
step 'born in 2002 is not called' 0 eligible N-5
out <<'END'
2
END
step 'to a muster as always' 0 eligible N-6
out <<'END'
2
END
step 'why' 0 cadre explain 5AAA555 --need N-5 --run last
holds 'the call-up is named' grep -q \
    'consent to conscript asked, call-up 2026-SPRING takes those born 2003 to 2008' .out
step 'the run holds' 0 cadre -q verify last
step 'it is stored with the run' 0 cadre run show last
holds 'by its code and years' grep -q 'call-up 2026-SPRING of 2026-04-01, born 2003 to 2008' .out
step 'another day of it' 0 cadre match --call-up 2026-SPRING --as-of 2026-04-15
holds 'is another run' grep -q '^run 3 (.*) as of 2026-04-15, call-up 2026-SPRING: draft$' .out
step 'a call-up of more years' 0 cadre -q match --call-up 2026-AUTUMN
step 'takes who was born in 2002' 0 eligible N-5
out <<'END'
3
END
step 'a plain run after it' 0 cadre match --as-of 2026-10-01
holds 'is of no call-up' grep -q '^run 5 (.*) as of 2026-10-01: draft$' .out

# A deferment counts up to the age that the law of the day states.
cat >service.csv <<'END'
source_person_id,record,ground,from_on,until_on
B-1,registered,,2021-01-10,
B-1,deferred,Studies,2025-09-15,2029-06-30
B-5,registered,,2020-01-10,
B-5,deferred,studies,2025-09-15,2029-06-30
END
cadre -q import service_records service.csv -s BAKU --effective 2026-03-01 || exit 1
step 'before that law' 0 cadre -q match --as-of 2026-04-30
step 'no age ends the deferment' 0 cadre explain 5AAA111 --need N-5 --run last
holds 'the record is the reason' grep -q 'not given, and deferred, Studies, until 2029-06-30' .out
step 'by that law' 0 cadre -q match --as-of 2026-05-01
step 'the age ends it' 0 cadre explain 5AAA111 --need N-5 --run last
holds 'the record and the version of the rule are cited' grep -q \
    'and deferred, Studies, until 2028-05-13 (rule studies-2026, in force from 2026-05-01, decree 7/26)' \
    .out
step 'on the last day' 0 cadre -q match --as-of 2027-03-02
step 'he is deferred at 24' 0 cadre explain 5AAA555 --need N-5 --run last
holds 'until the birthday' grep -q 'until 2027-03-02 (rule studies-2026' .out
step 'on the birthday' 0 cadre -q match --as-of 2027-03-03
step 'he may be called at 25' 0 cadre explain 5AAA555 --need N-5 --run last
holds 'he fits' grep -q 'Needs that fit   1' .out

# A policy whose degrees are those of a list.
echo '{"role_options": ["education"], "accredited_by": "CAE"}' >policy.json
step 'a list that nobody brought' 2 cadre match --policy policy.json --as-of 2026-04-01
err <<'END'
cadre: no institution is on a list 'CAE'
  hint: 'cadre import institution_lists' brings the lists
END
cat >lists.csv <<'END'
list,institution,listed_from
CAE,ADA,2010-01-01
END
cadre -q import institution_lists lists.csv --effective 2026-03-01 || exit 1
step 'a list that is there' 0 cadre -q match --policy policy.json --as-of 2026-04-01
step 'it is stored with the run' 0 cadre run show last
holds 'by its code' grep -q 'role options education accredited CAE' .out
step 'and the run holds' 0 cadre -q verify last
step 'all runs still hold' 0 cadre -q verify 2
step 'the doctor finds nothing' 0 cadre -q doctor

finish
