#!/bin/sh
# Quotas, draws and reserves of a policy: kept, told, proved, and any tampering is told.
# shellcheck source=tests/e2e/limited.sh
. "$(dirname "$0")/limited.sh"
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_limited AZ-BA

# shellcheck disable=SC2317 # step calls it
seats_by_need() {
    sql 'SELECT need_code, count(*) FROM cadre.run_assignment
         WHERE run = (SELECT max(number) FROM cadre.run) GROUP BY 1 ORDER BY 1'
}

# ---- what is refused -----------------------------------------------------------------------------

policy overlap '{"quotas": [{"name": "unit 1", "needs": {"organization": "U-1"}, "most": 3},
                            {"name": "rest", "needs": {"priority": [2, 3]}, "share": "50%"}]}'
step 'overlapping quotas' 4 cadre match --as-of 2026-03-01 --policy overlap.json
no_out
err <<'END'
cadre: quota 'unit 1' and quota 'rest' overlap: 1 need (as 'N-1') in the first alone, 1 need (as 'N-2') in both, 1 need (as 'N-3') in the second alone
  hint: of two quotas one lies in the other, or they have nothing in common
END
policy overlap '{"draws": [{"name": "each", "people": {"employer": "*"}, "most": 3},
                           {"name": "women", "people": {"sex": "F"}, "most": 1}]}'
step 'overlapping draws name nobody' 4 cadre match --as-of 2026-03-01 --policy overlap.json
err <<'END'
cadre: draw 'each' (of E-1) and draw 'women' overlap: 3 people in the first alone, 1 person in both, 1 person in the second alone
  hint: of two draws one lies in the other, or they have nothing in common
END
policy twice '{"reserves": [{"name": "a", "needs": {}, "people": {"sex": "F"}, "seats": 1},
                            {"name": "b", "needs": {"priority": 1}, "people": {}, "seats": 1}]}'
step 'two reserves of a need' 4 cadre match --as-of 2026-03-01 --policy twice.json
err <<'END'
cadre: reserve 'b': seats of need 'N-1' are reserved by 'a' already
  hint: a need has one reserve; its people may be told by a list of codes
END
policy wrong '{"quotas": [{"name": "unit", "needs": {"organization": "U1"}, "most": 3}]}'
step 'an organization that there is not' 4 cadre match --as-of 2026-03-01 --policy wrong.json
err <<'END'
cadre: quota 'unit': there is no organization 'U1'
  hint: did you mean 'U-1'?
END
policy wrong '{"quotas": [{"name": "unit", "needs": {}, "share": "101%"}]}'
step 'more than all' 4 cadre match --as-of 2026-03-01 --policy wrong.json
err <<'END'
cadre: wrong.json: quota 'unit': 'share' is a text from "0%" to "100%", with two decimals at most
END
step 'nothing is stored of that' 0 sql 'SELECT count(*) FROM cadre.run'
out <<'END'
0
END

# ---- what is kept --------------------------------------------------------------------------------

cadre -q match --as-of 2026-03-01
step 'without limits' 0 seats_by_need
out <<'END'
N-1|2
N-2|2
N-3|2
END

policy all '{"quotas": [{"name": "unit 1", "needs": {"organization": "U-1"}, "share": "75%"},
                        {"name": "engineers", "needs": {"organization": "U-1", "priority": 2}, "most": 1}],
             "draws": [{"name": "employers", "people": {"employer": "*"}, "most": 2},
                       {"name": "banks", "people": {"sector": "finance"}, "share": "75%"}],
             "reserves": [{"name": "women", "needs": {"priority": 1}, "people": {"sex": "F"}, "seats": 1}]}'
step 'nested limits of all kinds' 0 cadre match --as-of 2026-03-01 --policy all.json
out <<'END'
2 of 6 free seats cannot be filled
run 2 (DIGEST) as of 2026-03-01: draft
6 people, 3 needs, 18 eligible pairs; fit 38 000 bp (95.00 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 1 seat filled
priority 3: 1 seat filled
limits: 2 quotas (2 full), 3 draws (1 full), 1 need with reserved seats (1 full)
  draw 'employers' of E-1 is full: 2 of 2; one more would bring at most a seat of priority 3 and 95.00 % of fit
  quota 'engineers' is full: 1 of 1; one more would bring at most seats of a higher priority in place of others
  quota 'unit 1' is full: 3 of 3; one more would bring nothing
  reserve 'women': the open seats of N-1 are full: 1 of 1; one more would bring nothing
END
no_err
step 'it holds' 0 cadre verify last
sed '1,/^limits/d; /^why/,$d' .out >limits.txt
holds 'whose limits are told' test "$(wc -l <limits.txt)" = 4
step 'a policy that says the same in another way' 0 cadre match --as-of 2026-03-01 --policy all.json
holds 'is the same run' grep -q '^run 2 .*: unchanged, draft$' .out
holds 'whose limits are told again' grep -q "^  draw 'employers' of E-1 is full: 2 of 2; " .out
step 'shown' 0 cadre run show 2
holds 'limits' grep -q '^employers *draw *E-1 *2 *0 *2 *2 *yes *at most a seat of priority 3' .out
holds 'reserves' grep -q '^N-1 *women *1 *1 *yes' .out
step 'the whole run explained' 0 cadre explain --run 2 --format csv --table limits -o -
holds 'of each those alone that are full' test "$(grep -c '^employers' .out)" = 1
step 'in a report' 0 cadre report staffing --run 2 --format csv --table limits -o -
out <<'END'
name,kind,of,stated,placed,most,filled,full,worth
unit 1,quota,,3,0,3,3,yes,
engineers,quota,,1,0,1,1,yes,at most seats of a higher priority in place of others
employers,draw,E-1,2,0,2,2,yes,at most a seat of priority 3 and 95.00 % of fit
banks,draw,,3,0,3,2,no,
employers,draw,E-2,2,0,2,1,no,
END
step 'and its reserves' 0 cadre report staffing --run 2 --format csv --table reserves -o -
out <<'END'
need,name,open_most,open_filled,full,worth
N-1,women,1,1,yes,
END

# ---- why, and why not ----------------------------------------------------------------------------

policy closed '{"quotas": [{"name": "later", "needs": {"priority": [2, 3]}, "most": 0}],
                "draws": [{"name": "bank", "people": {"employer": "E-1"}, "most": 0}],
                "reserves": [{"name": "women", "needs": {"priority": 1}, "people": {"sex": "F"}, "seats": 2}]}'
cadre -q match --as-of 2026-03-01 --policy closed.json
step 'one seat of six' 0 seats
out <<'END'
5AAA666|N-1
END
step 'why she is not there' 0 cadre explain 5AAA222 --run last --format csv --table fitting -o -
holds 'by a draw' grep -q '^N-1,.*,9500,,,employer_cap,held back by a draw,"Held back by draw .bank., which is full."$' .out
step 'why he is not' 0 cadre explain 5AAA555 --run last --format csv --table fitting -o -
out <<'END'
need,need_title,organization,organization_title,priority,fit_bp,cutoff_bp,shortfall_bp,outcome,outcome_title,explanation
N-1,Analysts,U-1,Cyber unit 1,1,9500,,,reserved,reserved,Its open seats are taken; the others are reserved for a group.
N-2,Engineers,U-1,Cyber unit 1,2,9500,,,quota,held back by a quota,"Held back by quota 'later', which is full."
N-3,Operators,U-2,Cyber unit 2,3,9500,,,quota,held back by a quota,"Held back by quota 'later', which is full."
END
step 'in a sentence' 0 cadre explain 5AAA222 --run last --need N-1
holds 'the draw' grep -q "^P00000002 fits N-1, Analysts, but draw 'bank' is full\.$" .out
step 'of one need' 0 cadre explain 5AAA555 --run last --need N-2
holds 'the quota' grep -q "^P00000005 fits N-2, Engineers, but quota 'later' is full\.$" .out
step 'of all' 0 cadre explain 5AAA222 --run last --format json
holds 'a limit' grep -q '"finding": "P00000002 is not placed: eligible for 3 of 3 needs, and held back by a limit of the match\."' .out
step 'a need that a quota holds' 0 cadre explain --need N-2 --run last --format json
holds 'by name' grep -q "Its empty seats are held by quota 'later', which is full\. 5 people meet every condition and have no seat, held back" .out
holds 'not what newcomers may need' test "$(grep -c 'No newcomer could take a seat here, whatever their fit\."' .out)" = 1
step 'the nearest one' 0 cadre explain --need N-2 --run 2 --format json
holds 'of two' grep -q "Its empty seat is held by quota 'engineers', which is full\." .out
step 'one that a draw and a reserve hold' 0 cadre explain --need N-1 --run last --format json
holds 'how many' grep -q '"5 people meet every condition and have no seat, held back by a limit of the match' .out
holds 'no reserve' grep -q '"5 people who fit are held back by a limit: they may have a seat only that leaves room in it\."' .out
holds 'what newcomers need by it' grep -q 'One who counts in a draw, or is outside a reserve, may need more\.' .out

# ---- tampering -----------------------------------------------------------------------------------

# tampered TITLE TABLE SQL WORDS: `verify` disproves run 2 and says so, and it holds when it is undone.
tampered() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.$2; $3; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 2
    holds "$1: $4" grep -q "$4" .err
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 OVERRIDING SYSTEM VALUE TABLE public.kept; DROP TABLE public.kept; COMMIT" ||
        fail "cannot undo: $1"
    holds "$1: undone, it holds" cadre -q verify 2
}

tampered 'a cap price' run_cap "UPDATE cadre.run_cap SET price = price + 1 WHERE run = 2 AND of = 'E-1'" \
    'the digest of the result differs'
for column in stated placed most filled worth_fit_bp; do
    tampered "$column of a draw" run_cap \
        "UPDATE cadre.run_cap SET $column = $column + 1 WHERE run = 2 AND of = 'E-1'" \
        "the figures of draw 'employers' were altered"
done
tampered 'whether it is at most that' run_cap "UPDATE cadre.run_cap SET worth_exact = true WHERE run = 2 AND of = 'E-1'" \
    "the figures of draw 'employers' were altered"
tampered 'its priority' run_cap "UPDATE cadre.run_cap SET worth_priority = 1 WHERE run = 2 AND of = 'E-1'" \
    "the figures of draw 'employers' were altered"
tampered 'its name' run_cap "UPDATE cadre.run_cap SET name = 'x' WHERE run = 2 AND of = 'E-1'" \
    "draw 'x' is stored, which is none of its policy"
tampered 'whose it is' run_cap "UPDATE cadre.run_cap SET of = 'E-3' WHERE run = 2 AND of = 'E-1'" \
    "draw 'employers' is stored, which is none of its policy"
# refused TITLE SQL: there is no such row, whoever writes it.
refused() {
    STEP=$1
    sql "BEGIN; SET LOCAL session_replication_role = replica; $2; COMMIT" >/dev/null 2>&1 && fail 'is stored'
}
refused 'of nobody' "UPDATE cadre.run_cap SET of = '' WHERE run = 2 AND of IS NULL"
refused 'a figure that is missing' 'UPDATE cadre.run SET filled[9] = NULL WHERE number = 2'
refused 'figures of other priorities' "UPDATE cadre.run SET filled = ('[0:8]=' || filled::text)::bigint[] WHERE number = 2"
refused 'no day at all' "UPDATE cadre.run SET as_of = 'infinity' WHERE number = 2"
refused 'of what the other mode comes to' 'UPDATE cadre.run_measure SET other_filled[9] = NULL WHERE run = 1'
tampered 'what the run before it knew' run \
    'UPDATE cadre.run SET known_at = (SELECT known_at FROM cadre.run WHERE number = 1) WHERE number = 2' \
    'who made it, when, or by what was known then, is not what was sealed'
tampered 'its place' run_cap \
    "UPDATE cadre.run_cap SET place = place + 1 WHERE run = 2 AND place = (SELECT max(place) FROM cadre.run_cap WHERE run = 2)" \
    'a limit or decision does not stand in its place'
tampered 'a quota gone' run_cap "DELETE FROM cadre.run_cap WHERE run = 2 AND name = 'engineers'" \
    'the stored quotas and draws are not those of its policy'
tampered 'a quota more' run_cap \
    "INSERT INTO cadre.run_cap VALUES (2, 9, 'quota', 'x', NULL, 1, 1, 1, 1, 0, 0, 0, true)" \
    'the stored quotas and draws are not those of its policy'
tampered 'an open price' run_reserve "UPDATE cadre.run_reserve SET price = price + 1 WHERE run = 2" \
    'the digest of the result differs'
for column in open_most open_filled worth_fit_bp; do
    tampered "$column of a reserve" run_reserve \
        "UPDATE cadre.run_reserve SET $column = $column + 1 WHERE run = 2" \
        "the reserved seats of need 'N-1' were altered"
done
tampered 'a reserve gone' run_reserve "DELETE FROM cadre.run_reserve WHERE run = 2" \
    'the stored reserves are not those of its policy'
tampered 'another need' run_reserve "UPDATE cadre.run_reserve SET need_code = 'N-2' WHERE run = 2" \
    "a reserve of need 'N-2' is stored, which is none of its policy"
tampered 'the policy' run \
    "UPDATE cadre.run SET policy = replace(policy, '\"most\":2', '\"most\":3') WHERE number = 2" \
    'the digest of the inputs differs'
tampered 'a policy of nothing there is' run \
    "UPDATE cadre.run SET policy = replace(policy, '\"U-1\"', '\"U-9\"') WHERE number = 2" \
    "its policy cannot be followed: quota '.*': there is no organization 'U-9'"
tampered 'no limits' run "UPDATE cadre.run SET policy = split_part(policy, '; limits', 1) WHERE number = 2" \
    'limits are stored, and its policy has none'
tampered 'where somebody is employed' source_record \
    "UPDATE cadre.source_record SET employer_code = 'E-2' WHERE source_person_id = 'B-1'" \
    'the digest of the inputs differs'
tampered 'what lies below what' organization \
    "UPDATE cadre.organization SET parent_code = 'U-1' WHERE code = 'BAKU'" \
    'the digest of the inputs differs'
tampered 'whose sector it is' organization \
    "UPDATE cadre.organization SET sector = 'telecom' WHERE code = 'E-1'" \
    'which is none of its policy'

# ---- with decisions, placements, wishes -----------------------------------------------------------

policy employers '{"draws": [{"name": "employers", "people": {"employer": "*"}, "most": 1}]}'
cat >decisions.csv <<'END'
source_person_id,need_code,verdict,by,decided_on,until_on
B-1,N-3,lock,Commission 4,2026-03-01,2026-06-30
B-2,N-3,lock,Commission 4,2026-03-01,2026-06-30
END
cadre -q import decisions decisions.csv -s BAKU --effective 2026-03-01
step 'decisions go before' 0 cadre match --as-of 2026-03-01 --policy employers.json --publish
holds 'more are bound than allowed' grep -q "^  draw 'employers' of E-1 is full: 2 of 1;" .out
holds 'each brings a seat that the draw would not give' \
    test "$(grep -c '^  lock of .* costs nothing; brings 1 seat of priority 3 and 9500 bp of fit$' .out)" = 2
holds 'and together' \
    grep -q '^2 decisions together cost 1 seat of priority 2; bring 2 seats of priority 3 and 9500 bp of fit$' .out
step 'who is bound, and nobody else of theirs' 0 seats
out <<'END'
5AAA111|N-3
5AAA222|N-3
5AAA555|N-1
5AAA666|N-1
END
step 'that holds' 0 cadre -q verify last

cat >answers.csv <<'END'
source_person_id,need_code,run,verdict,by,decided_on
B-1,N-3,4,decline,BAKU,2026-04-02
B-5,N-1,4,accept,BAKU,2026-04-02
END
cadre -q import decisions answers.csv -s BAKU --effective 2026-04-02
cadre -q import decisions /dev/stdin -s BAKU --effective 2026-04-02 <<'END'
source_person_id,need_code,verdict,by,decided_on
B-2,N-3,decline,BAKU,2026-04-02
END
step 'what answers left open' 0 cadre match --residual 4 --as-of 2026-04-05
holds 'by the limits of the run' grep -q '^limits: 2 draws (2 full)$' .out
step 'one of the bank again, and who accepted sits there' 0 seats
out <<'END'
5AAA333|N-2
5AAA666|N-1
END
step 'proved' 0 cadre -q verify last

cat >placements.csv <<'END'
source_person_id,need_code,from_on,status,order_no,order_on
B-4,N-1,2026-03-15,ordered,7,2026-03-10
END
cadre -q import placements placements.csv -s BAKU --effective 2026-03-15
step 'who is placed counts first' 0 cadre match --as-of 2026-04-06 --policy employers.json
holds 'none is left' grep -q "^  draw 'employers' of E-1 is full: 0 of 0, 1 placed before;" .out
step 'so it holds' 0 cadre -q verify last
step 'published' 0 cadre -q run publish last --as-of 2026-04-06

step 'what if more were drawn' 0 cadre match --what-if --policy all.json --format csv --table objective -o -
cat >stable.json <<'END'
{"mode": "stable", "quotas": [{"name": "all", "needs": {}, "most": 3}]}
END
step 'a stable match' 0 cadre match --as-of 2026-04-06 --policy stable.json
holds 'keeps them too' grep -q "^  quota 'all' is full: 1 of 1, 2 placed before$" .out

cat >withdrawn.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,sex,employer_code,service_status,consent_on,consent_until
W-1,5BBB111,Əliyev,Nicat,2001-05-14,M,U-2,reserve,2026-01-10,2026-02-10
W-2,5BBB222,Əliyeva,Nigar,2001-11-02,F,U-2,reserve,2026-01-10,
END
cadre -q import roster withdrawn.csv -s MOD --effective 2026-03-01 2>/dev/null
policy half '{"draws": [{"name": "unit 2", "people": {"employer": "U-2"}, "share": "50%"}]}'
cadre -q match --as-of 2026-04-06 --policy half.json
step 'a share is also of who withdrew consent' 0 sql "SELECT stated FROM cadre.run_cap WHERE name = 'unit 2'"
out <<'END'
1
END

# ---- a country -----------------------------------------------------------------------------------

# Asked of the demo's registry.
# shellcheck disable=SC2317 # step calls it
sql_demo() {
    (
        cd /
        set -- psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$(connection | sed 's/dbname=cadre\b/dbname=cadre_demo/')" -c "$1"
        [ "$(id -u)" -ne 0 ] || set -- runuser -u postgres -- "$@"
        exec "$@"
    )
}

cadre -q demo --out country --specialists 2000 >/dev/null 2>&1
policy country '{"quotas": [{"name": "capital", "needs": {"region": "AZ-BA"}, "share": "12%"}],
                 "draws": [{"name": "offices", "people": {"owner": "*"}, "share": "14%"}],
                 "reserves": [{"name": "women", "needs": {"priority": [1, 2, 3]}, "people": {"sex": "F"}, "share": "50%"}]}'
step 'limits of a country' 0 cadre --demo match --as-of 2026-03-15 --policy country.json
holds 'several are full' grep -qE '^limits: 1 quota \(1 full\), [0-9]+ draws \([1-9][0-9]* full\), [0-9]+ needs with reserved seats \([1-9][0-9]* full\)$' .out
step 'proved' 0 cadre --demo -q verify last
step 'of a stable match' 0 cadre --demo match --mode stable --as-of 2026-03-15 --policy country.json
holds 'several are full, too' grep -qE '^limits: 1 quota \(1 full\), [0-9]+ draws \([1-9][0-9]* full\), [0-9]+ needs with reserved seats \([1-9][0-9]* full\)$' .out
step 'proved, too' 0 cadre --demo -q verify last
# By the rows alone: who sits where, by whose files and of which sex, beside what was allowed.
step 'no limit is exceeded' 0 sql_demo "
    SELECT set_config('cadre.as_of', '2026-03-15', false), set_config('cadre.known_at', 'infinity', false);
    WITH last AS (SELECT max(number) AS run FROM cadre.run),
         seated AS (SELECT a.*, p.sex FROM cadre.run_assignment a JOIN last USING (run)
                    JOIN cadre.person p USING (person_id))
    SELECT count(*) FILTER (WHERE c.filled <> coalesce(s.people, 0)) AS miscounted,
           count(*) FILTER (WHERE coalesce(s.people, 0) > c.most) AS exceeded
    FROM cadre.run_cap c JOIN last USING (run)
    LEFT JOIN (SELECT owner, count(*) AS people FROM seated GROUP BY owner) AS s ON s.owner = c.of
    WHERE c.kind = 'draw'
    UNION ALL
    SELECT count(*) FILTER (WHERE r.open_filled <> coalesce(s.men, 0)), count(*) FILTER (WHERE coalesce(s.men, 0) > r.open_most)
    FROM cadre.run_reserve r JOIN last USING (run)
    LEFT JOIN (SELECT need_code, count(*) FILTER (WHERE sex IS DISTINCT FROM 'F') AS men FROM seated GROUP BY need_code) AS s
        USING (need_code)
    UNION ALL
    SELECT count(*) - (SELECT filled FROM cadre.run_cap JOIN last USING (run) WHERE kind = 'quota'),
           greatest(0, count(*) - (SELECT most FROM cadre.run_cap JOIN last USING (run) WHERE kind = 'quota'))
    FROM seated JOIN cadre.need_now n USING (need_code) WHERE n.region LIKE 'AZ-BA%'"
tail -n 3 .out >seen
holds 'by the rows' test "$(tr '\n' ' ' <seen)" = '0|0 0|0 0|0 '

finish
