#!/bin/sh
# The evaluator, in its readable form and compiled, and one SQL statement that was written from the
# rules alone agree on every pair of the demo on twenty days, reason by reason: as a plain match has it, and
# as one of a call-up does whose policy counts the options of DoD 8140.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

TELL=${CADRE_PAIR_REASONS:?'names the built tests/integration/pair_reasons'}
STATEMENT=$DATA/../../integration/qualification.sql

# From the day of the imports on: ends of months and leap days, days on which seats, awards and assessments
# end or begin, years in which most awards are over.
DAYS='2026-03-01 2026-03-02 2026-03-31 2026-04-01 2026-05-17 2026-06-30 2026-07-01 2026-08-01 2026-08-31
  2026-09-01 2026-09-02 2026-10-01 2026-12-31 2027-01-01 2027-02-28 2027-03-01 2027-07-15 2028-02-29
  2028-03-01 2030-01-01'

# on_demo ARGUMENT...: psql on the demo's database.
on_demo() {
    (
        cd /
        set -- psql -X -q -A -t -F '	' -v ON_ERROR_STOP=1 -d "$demo" "$@"
        [ "$(id -u)" -ne 0 ] || set -- runuser -u postgres -- "$@"
        exec "$@"
    )
}

# statement DAY CALL_UP OPTIONS LIST: what it says of every pair, as pair_reasons does.
# The planner cannot know how many rows the parts have and would try each with each.
statement() {
    on_demo -c "SET cadre.as_of = '$1'; SET cadre.known_at = 'infinity'" \
        -c "SET statement.call_up = '$2'; SET statement.options = '$3'; SET statement.accredited = '$4'" \
        -c 'SET jit = off; SET enable_nestloop = off; SET enable_mergejoin = off' \
        -f - <"$STATEMENT" | sed "s/^/$1	/" | sort
}

step 'a demo' 0 cadre -q demo --out demo --specialists 300 --seed 4
demo=$("$PROGRAM" --data-dir "$WORK/db" --demo db status | sed -n 's/^connection  //p')

# Needs that ask for what the demo's own do not.
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,starts_on,classification,trust
Q-01,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-02,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-03,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-04,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-05,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-06,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-07,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-08,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-09,UNIT-101,T,contract,,,1,5,2026-03-01,open,
Q-10,UNIT-101,T,contract,DCWF/511,Basic,1,5,2027-03-01,open,
T-01,UNIT-101,T,contract,DCWF/511,Basic,1,5,2026-03-01,open,verified
T-02,UNIT-101,T,contract,DCWF/441,Basic,1,5,2026-03-01,open,verified:TECH-UNI;KHAZAR-TEL
T-03,UNIT-101,T,contract,,,1,5,2026-03-01,open,verified
T-04,UNIT-101,T,contract,,,1,5,2026-03-01,open,
T-05,UNIT-101,T,contract,,,1,5,2026-03-01,open,verified
G-01,UNIT-101,T,contract,DCWF/511,Intermediate,1,5,2026-03-01,open,declared_no_grace
G-02,UNIT-101,T,contract,DCWF/511,Intermediate,1,5,2026-03-01,open,verified_no_grace
G-03,UNIT-101,T,contract,,,1,5,2026-03-01,open,
G-04,UNIT-101,T,conscript,DCWF/411,Basic,1,5,2026-03-01,open,verified
G-05,UNIT-101,T,contract,DCWF/511,Intermediate,1,5,2026-03-01,open,verified_no_grace:REC-SERV;TECH-UNI
G-06,UNIT-101,T,contract,DCWF/411,Basic,1,5,2026-03-01,open,declared
G-07,UNIT-101,T,conscript,,,1,5,2026-03-01,open,
G-08,UNIT-101,T,contract,,,1,5,2026-03-01,open,declared
G-09,UNIT-101,T,contract,,,1,5,2026-03-01,open,declared_no_grace
L-01,UNIT-101,T,contract,,,1,5,2026-03-01,open,
L-02,UNIT-101,T,contract,LOCAL/W-1,second,1,5,2026-03-01,open,
L-03,UNIT-101,T,muster,,,1,5,2026-03-01,open,
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,months,importance,k,trust
Q-01,1,assessment,DIM,500,24,required,,
Q-02,1,assessment,DIM,300,,required,,
Q-02,1,training,REC-SERV/LAW-100,,,required,,
Q-03,1,experience,DCWF/441,,9,required,,
Q-04,1,placement,MIN-DEF,,,required,,
Q-05,1,rank,Gizir,,,required,,
Q-05,1,rank,baş əsgər,,,required,,
Q-06,1,field_of_study,06,,,required,,
Q-06,2,education,6,,,required,,
Q-07,1,field_of_study,0612,,,required,2,
Q-07,1,language,en,B1,,required,2,
Q-07,1,competency,CORE/NET,1,,required,2,
Q-08,1,training,CERT-GOV/VUL-200,,,required,,
Q-08,2,military_specialty,326,,,required,,
Q-09,1,competency,CORE/DEF,2,,required,,
Q-09,1,credential,CompTIA/Security+,,,required,,
Q-10,1,language,en,B2,,required,,
Q-10,2,work_role,DCWF/411,Advanced,,desired,,
T-03,1,competency,CORE/NET,1,,required,2,
T-03,1,credential,CompTIA/Security+,,,required,2,declared
T-03,1,language,en,B1,,required,2,
T-04,1,training,REC-SERV/LAW-100,,,required,,verified
T-04,2,competency,CORE/DEF,1,,required,,verified:CERT-GOV
T-05,1,credential,CompTIA/Security+,,,required,,
T-05,1,credential,Cisco/CCNA,,,required,,
T-05,1,experience,DCWF/441,,6,required,,
G-03,1,credential,KTM-DEMO/KIB-1,,,required,2,
G-03,1,credential,KTM-DEMO/KIB-2,,,required,2,declared_no_grace
G-03,1,competency,CORE/DEF-SOC,3,,required,2,
G-03,1,training,DOD/A-102-5599,,,required,2,
G-08,1,credential,KTM-DEMO/KIB-1,,,required,,
G-08,1,credential,KTM-DEMO/KIB-2,,,required,,
G-09,1,credential,KTM-DEMO/KIB-1,,,required,,
G-09,1,credential,KTM-DEMO/KIB-2,,,required,,
END
{
    echo 'national_id,code,score,taken_on'
    on_demo -c "SELECT national_id || ',DIM,' || abs(hashtext(national_id)) % 700 || ','
                       || date '2024-03-01' + abs(hashtext(natural_key)) % 700
                FROM cadre.person WHERE national_id IS NOT NULL ORDER BY national_id"
} >assessments.csv
# Two records of military service for most people, of any sort, some of them at an end by now or later.
{
    echo 'national_id,record,ground,from_on,until_on,military_specialty,rank'
    on_demo -c "SELECT concat_ws(',', national_id, record, CASE WHEN record = 'deferred' THEN 'studies' ELSE '' END,
                                 begun, CASE WHEN h % 3 > 0 THEN (begun + h % 500)::text ELSE '' END,
                                 CASE WHEN h % 7 = 0 THEN '326' ELSE '' END, CASE WHEN h % 5 = 0 THEN 'gizir' ELSE '' END)
                FROM (SELECT national_id, h, date '2024-06-01' + h % 1000 AS begun,
                             (ARRAY['registered', 'called_up', 'deferred', 'exempt', 'serving', 'discharged', 'reserve',
                                    'reserved_by_employer', 'attached', 'muster'])[1 + h / 7 % 10] AS record
                      FROM (SELECT national_id, abs(hashtext(national_id || n)) AS h
                            FROM cadre.person, generate_series(1, 2) AS n
                            WHERE national_id IS NOT NULL) AS drawn) AS made
                WHERE h % 10 < 6 ORDER BY national_id, record"
} >service_records.csv
# Courses of the matrix, known as trainings, and who took them, by some verified.
{
    echo 'provider,code,title'
    on_demo -c "SELECT DISTINCT replace(code, '/', ',') || ',Course' FROM cadre.role_option WHERE option = 'training'"
} >trainings.csv
{
    echo 'national_id,provider,training,completed_on,expires_on,verified_by'
    on_demo -c "SELECT concat_ws(',', p.national_id, split_part(o.code, '/', 1), split_part(o.code, '/', 2),
                                 date '2025-03-01' + h % 360,
                                 CASE WHEN h % 3 = 0 THEN (date '2026-05-17' + h % 800)::text ELSE '' END,
                                 CASE WHEN h % 2 = 0 THEN 'REC-SERV' ELSE '' END)
                FROM (SELECT *, abs(hashtext(national_id || 'course')) AS h FROM cadre.person WHERE national_id IS NOT NULL) AS p
                JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS courses
                      FROM (SELECT DISTINCT code FROM cadre.role_option WHERE option = 'training') AS c) AS o ON n = h % courses
                WHERE h % 4 > 0 ORDER BY p.national_id"
} >completions.csv
# What a country loads: rules of service instead of the shipped ones and beside them, a region of regions,
# a scale and a framework that has it.
cat >service_rules.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,ground,min_age,max_age,replaces
conscript-eligible-30,,2027-02-28,conscript,eligible,,20,24,yes
conscript-eligible-40,2027-03-01,,conscript,eligible,,,40,
contract-reserve,,2028-02-29,contract,reserve,,,,
muster-reserve,,,muster,reserve,,,33,yes
muster-discharged,2026-07-01,,muster,discharged,,30,,
END
cat >regions.csv <<'END'
code,kind,parent_code,name_en,name_az,name_ru,replaces
AZ-OUR,economic_region,AZ,Ours,Bizim,Наш,
AZ-GA,region,AZ-OUR,Ganja,Gəncə,Гянджа,yes
END
cat >needs_of_regions.csv <<'END'
need_code,organization_code,title,engagement,region,headcount,priority,starts_on,classification
L-04,UNIT-101,T,contract,AZ-OUR,1,5,2026-03-01,open
L-05,UNIT-101,T,contract,AZ-E04,1,5,2026-03-01,open
END
cat >scales.csv <<'END'
scale,level,rank,label_en
local,first,1,First
local,second,2,Second
local,third,3,Third
END
cat >frameworks.csv <<'END'
code,version,title_en,scale
LOCAL,1,Local,local
END
cat >elements.csv <<'END'
framework,version,type,code,title_en
LOCAL,1,work_role,W-1,Watch
END
step 'the catalogue of the country' 0 cadre --demo -q catalogue load service_rules.csv regions.csv scales.csv \
    frameworks.csv elements.csv
{
    echo 'national_id,type,code,level,assessed_on'
    on_demo -c "SELECT national_id || ',work_role,LOCAL/W-1,'
                       || (ARRAY['first', 'second', 'third'])[1 + abs(hashtext(national_id)) % 3] || ',2026-01-15'
                FROM cadre.person WHERE national_id IS NOT NULL AND abs(hashtext(natural_key)) % 2 = 0 ORDER BY national_id"
} >competencies.csv
# Up to two words about a person and a need that many fit, of any sort, some of them over by now or to come.
{
    echo 'national_id,need_code,verdict,by,decided_on,until_on'
    on_demo -c "SELECT DISTINCT ON (national_id, need, verdict, begun)
                       concat_ws(',', national_id, need, verdict, 'COMMISSION', begun,
                                 CASE WHEN h % 3 = 0 THEN (begun + h % 400)::text ELSE '' END)
                FROM (SELECT national_id, h, date '2026-01-10' + h % 300 AS begun,
                             (ARRAY['L-01', 'G-06', 'Q-06'])[1 + abs(hashtext(national_id)) % 3] AS need,
                             (ARRAY['lock', 'forbid', 'accept', 'decline', 'no_answer', 'withdraw'])[1 + h / 7 % 6] AS verdict
                      FROM (SELECT national_id, abs(hashtext(national_id || n || 'word')) AS h
                            FROM cadre.person, generate_series(1, 2) AS n
                            WHERE national_id IS NOT NULL) AS drawn) AS made
                ORDER BY national_id, need, verdict, begun"
} >decisions.csv
for file in trainings needs requirements; do
    step "$file" 0 cadre --demo -q import $file $file.csv --effective 2026-03-01
done
step 'needs of regions' 0 cadre --demo -q import needs needs_of_regions.csv --effective 2026-03-01
for file in assessments service_records completions competencies decisions; do
    step "$file" 0 cadre --demo -q import $file $file.csv --source BAKU-1 --partial --effective 2026-03-01
done

# Half of those whom a published run seats accept, some twice, some step back; a third of these were ordered there meanwhile, for a while.
step 'a run is published' 0 cadre --demo -q match --as-of 2026-03-01 --publish
{
    echo 'national_id,need_code,verdict,by,decided_on,until_on'
    on_demo -c "SELECT DISTINCT ON (national_id, need, verdict, begun)
                       concat_ws(',', national_id, need, verdict, 'BAKU-1', begun,
                                 CASE WHEN h % 5 = 0 THEN (begun + h % 300)::text ELSE '' END)
                FROM (SELECT p.national_id, a.need_code AS need, h % 977 AS h, date '2026-03-01' + h % 9 + 40 * n AS begun,
                             (ARRAY['accept', 'accept', 'withdraw'])[n + h % 2] AS verdict
                      FROM generate_series(1, 2) AS n, cadre.run_assignment a
                      JOIN cadre.person p USING (person_id) CROSS JOIN LATERAL (SELECT abs(hashtext(p.national_id || 'answer')) AS h) AS drawn
                      WHERE a.run = (SELECT max(number) FROM cadre.run) AND p.national_id IS NOT NULL AND h % 2 = 0) AS made
                ORDER BY national_id, need, verdict, begun"
} >answers.csv
{
    echo 'national_id,need_code,from_on,until_on,status'
    awk -F, 'NR % 3 == 2 && $3 == "accept" { print $1 "," $2 ",2026-04-10,2026-0" 5 + NR % 4 "-20," (NR % 2 ? "posted" : "ended") }' \
        answers.csv | sort -u -t , -k 1,2
} >orders.csv
step 'answers' 0 cadre --demo -q import decisions answers.csv --source BAKU-1 --partial --effective 2026-03-01
step 'orders' 0 cadre --demo -q import placements orders.csv --source BAKU-1 --partial --effective 2026-03-01
holds 'there are some' test "$(wc -l <answers.csv)" -gt 60 -a "$(wc -l <orders.csv)" -gt 15

# agree DAY CALL_UP OPTIONS POLICY [LIST]: they do; what was compared is kept under $LABEL.
agree() {
    STEP="on $1${2:+, call-up $2}${3:+, options $3}${5:+ of $5}"
    "$TELL" "$demo" "$1" "$2" "$4" >evaluator || fail 'the evaluator has an answer'
    sort evaluator >evaluator.sorted
    statement "$1" "$2" "$3" "${5:-}" >statement.sorted
    diff statement.sorted evaluator.sorted >differ || {
        fail "$(grep -c '^[<>]' differ) lines differ (< statement, > evaluator)"
        head -n 12 differ
    }
    sed "s/$/	$LABEL/" evaluator.sorted >>all
}

call_up=2026-AUTUMN
for day in $DAYS; do
    [ $call_up = 2026-AUTUMN ] && call_up=2026-SPRING || call_up=2026-AUTUMN
    LABEL=plain
    agree "$day" '' '' '{}'
    LABEL=called
    agree "$day" $call_up 'education training' '{"role_options": ["education", "training"]}'
done
for day in 2026-03-01 2027-07-15; do
    LABEL=degrees
    agree "$day" '' education '{"role_options": ["education"]}'
    LABEL=accredited
    agree "$day" '' education '{"role_options": ["education"], "accredited_by": "CYBER-DEGREES"}' \
        CYBER-DEGREES
    LABEL=unaccredited
    agree "$day" '' education '{"role_options": ["education"], "accredited_by": "NO-SUCH-LIST"}' \
        NO-SUCH-LIST
done

# The demo is large enough to mean something: pairs of nearly every reason are among them.
tested=$(wc -l <all)
reasons=$(cut -f 4 all | sort -u | wc -l)
# fitting LABEL NEED: pairs that are eligible, of all its days.
fitting() {
    awk -F '	' -v label="$1" -v need="$2" '$5 == label && $3 ~ need && $4 == "eligible"' all | wc -l
}
STEP='what was compared'
[ "$tested" -gt 900000 ] || fail "only $tested pairs"
[ "$reasons" -ge 26 ] || fail "only $reasons reasons: $(cut -f 4 all | sort -u | tr '\n' ' ')"
holds 'somebody fits' test "$(fitting plain .)" -gt 4000
# What the demo adds to the catalogue decides, and so does what a run is asked for.
holds 'days of grace let people fit' test "$(fitting plain G-08)" -gt "$(fitting plain G-09)"
holds 'options let people fit' test "$(fitting called G-06)" -gt "$(fitting plain G-06)"
holds 'a degree counts' test "$(fitting accredited G-06)" -gt "$(fitting unaccredited G-06)"
holds 'of an institution on the list alone' \
    test "$(fitting accredited G-06)" -lt "$(fitting degrees G-06)"
holds 'a call-up keeps people out' test "$(fitting called G-07)" -lt "$(fitting plain G-07)"

# pairs_of LABEL NEED REASON
pairs_of() {
    awk -F '	' -v label="$1" -v need="$2" -v reason="$3" '$5 == label && $3 ~ need && $4 == reason' all | wc -l
}
holds 'people are forbidden' test "$(pairs_of plain . forbidden)" -gt 50
holds 'people declined' test "$(pairs_of plain . declined)" -gt 50
holds 'levels of a scale of the country decide' test "$(fitting plain L-02)" -gt 50
holds 'a region of the country has people' test "$(fitting plain L-04)" -gt 50

finish
