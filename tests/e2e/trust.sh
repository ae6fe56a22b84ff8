#!/bin/sh
# Which evidence counts is said by the need, by a requirement for itself alone.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

# B-2 shows the role by an award that CompTIA verified, B-3 by what nobody did.
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,starts_on,trust
N-8,U-200,Night watch,muster,DCWF/511,Basic,2,1,2026-04-01,verified
END
cadre -q import needs needs.csv --effective 2026-03-01 || exit 1
cadre -q match --as-of 2026-03-01 2>/dev/null || exit 1

# Of an explanation: what fails, and what would mend it.
# shellcheck disable=SC2317 # step calls it
why_not() {
    cadre explain "$@" --format json |
        jq -r '(.tables.failing[]? | [.need, .reason, .explanation] | @tsv),
               (.tables.remedies[]? | [.need, .learn, .cost // "-", .hours // "-"] | @tsv)'
}

step 'who is only declared does not fit' 0 why_not 5AAA333 --need N-8
out <<'END'
N-8	unverified	not verified: DCWF@5.1/511 Basic (verified) asked
N-8	verification of what is held	-	-
END
step 'who is verified does' 0 why_not 5AAA222 --need N-8
no_out
step 'the run holds' 0 cadre -q verify last

sed 's/,verified$/,verified:U-100;DIM/' needs.csv >named.csv
cadre -q import needs named.csv --effective 2026-03-01 || exit 1
cadre -q match --as-of 2026-03-01 2>/dev/null || exit 1
step 'verified by one whom the need does not name' 0 why_not 5AAA222 --need N-8
out <<'END'
N-8	unverified	not verified: DCWF@5.1/511 Basic (verified by DIM or U-100) asked
N-8	verification of what is held	-	-
END
step 'the run holds by the names too' 0 cadre -q verify last
sql "UPDATE cadre.award SET verified_by = 'DIM' WHERE verified_by = 'CompTIA'" >/dev/null
step 'the name was altered behind its back' 1 cadre verify last
err <<'END'
cadre: run 2 is disproved: the run states 5 pairs, the registry has 6
END
sql "UPDATE cadre.award SET verified_by = 'CompTIA' WHERE verified_by = 'DIM'" >/dev/null
step 'before the name was asked for it decided nothing' 0 cadre -q verify 1

# What a requirement says goes before its need.
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance,trust
N-8,1,competency,CORE/DEF,1,required,declared
N-8,2,education,6,,required,verified
N-8,3,credential,CySA+,,required,Verified : CompTIA
END
step 'nobody verifies a degree' 1 cadre import requirements requirements.csv --effective 2026-03-01
err <<'END'
requirements.csv:2: record 1, column need_code, X003 another row of this need was not accepted
requirements.csv:3: record 2, column trust, R060 this trust says nothing here
requirements.csv:4: record 3, column need_code, X003 another row of this need was not accepted
cadre: requirements.csv: 3 of 3 rows were not taken: mend them in requirements.csv.rejects.csv and import it with --fixes 9
END
sed -i 's/,required,verified$/,required,/' requirements.csv
cadre -q import requirements requirements.csv --effective 2026-03-01 || exit 1
cadre -q match --as-of 2026-03-01 2>/dev/null || exit 1
step 'each is judged by its own' 0 why_not 5AAA222 --need N-8
out <<'END'
N-8	unverified	not verified: DCWF@5.1/511 Basic (verified by DIM or U-100) asked
N-8	verification of what is held	-	-
END

# ---- what a policy switches on -------------------------------------------------------------------

cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,starts_on
N-9,U-200,Service desk,muster,DCWF/411,Basic,2,1,2026-04-01
END
cat >trainings.csv <<'END'
provider,code,title
DOD,531-25B10,Information technology specialist
END
cat >completions.csv <<'END'
source_person_id,provider,training,completed_on
B-2,DOD,531-25B10,2025-06-30
END
sed -e '1s/$/,field_of_study/' -e '/^B-3,/s/$/,0612/' -e '/^B-[12456],/s/$/,/' "$DATA/roster.csv" >roster.csv
cadre -q import needs needs.csv --effective 2026-03-01 || exit 1
cadre -q import roster roster.csv --source BAKU --effective 2026-03-01 || exit 1
cadre -q import trainings trainings.csv --effective 2026-03-01 || exit 1
cadre -q import completions completions.csv --source BAKU --effective 2026-03-01 || exit 1

# shellcheck disable=SC2317 # step calls it
who_fits() {
    sql "SELECT count(*) FROM cadre.run_assignment WHERE run = (SELECT max(number) FROM cadre.run) AND need_code = 'N-9'"
}

step 'nothing is on' 0 cadre -q match --as-of 2026-03-01
step 'so neither fits' 0 who_fits
out <<'END'
0
END
echo '{"role_options": ["education", "training"], "residential_months": 12}' >policy.json
step 'education and training are on' 0 cadre -q match --as-of 2026-03-01 --policy policy.json
step 'both fit' 0 who_fits
out <<'END'
2
END
step 'the run says by which policy, and holds' 0 cadre -q verify last
holds 'its policy is stored' test \
    "$(sql 'SELECT policy FROM cadre.run ORDER BY number DESC LIMIT 1' |
        grep -c '; role options education training residential 12$')" -eq 1
step 'the same again is the same run' 0 cadre match --as-of 2026-03-01 --policy policy.json
holds 'nothing has changed' grep -q 'unchanged' .out
# shellcheck disable=SC2317 # step calls it
dues() {
    cadre explain "$@" --format json | jq -r '.tables.dues[]? | [.what, .due, .from_on, .due_on] | @tsv'
}
step 'when the residential part is due' 0 dues 5AAA333
out <<'END'
DCWF@5.1/411	residential	2026-04-01	2027-04-01
END
echo '{"role_options": ["education"]}' >policy.json
step 'education alone' 0 cadre -q match --as-of 2026-03-01 --policy policy.json
step 'one fits' 0 who_fits
out <<'END'
1
END
echo '{"role_option": ["education"]}' >policy.json
step 'a slip in the policy' 4 cadre match --policy policy.json
err <<'END'
cadre: policy.json: a policy has no 'role_option'
  hint: it has role_options, accredited_by, residential_months, mode, wishes, approval, quotas, draws and reserves
END
step 'no policy' 4 cadre match --policy nowhere.json

finish
