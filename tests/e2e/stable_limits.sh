#!/bin/sh
# A stable match with quotas, draws and reserves: kept, explained, proved, and any tampering is told.
# shellcheck source=tests/e2e/limited.sh
. "$(dirname "$0")/limited.sh"
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_limited ''
cat >wishes.csv <<'END'
source_person_id,side,need_code,work_role,organization_code,rank
B-1,person,N-1,,,1
B-2,person,N-1,,,1
B-3,person,N-1,,,1
B-4,person,N-3,,,1
B-4,person,N-2,,,2
B-5,person,N-3,,,1
B-6,person,N-2,,,1
B-6,organization,N-1,,,1
B-2,organization,N-1,,,2
B-1,organization,N-1,,,3
B-5,organization,N-1,,,4
END
cadre -q import preferences wishes.csv -s BAKU --effective 2026-03-01 || exit 1

# ---- reserves ------------------------------------------------------------------------------------

policy wrong '{"reserves": [{"name": "women", "needs": {}, "people": {"sex": "F"}, "seats": 1, "precedence": "first"}]}'
step 'no such precedence' 4 cadre match --as-of 2026-03-01 --policy wrong.json
err <<'END'
cadre: wrong.json: reserve 'women': 'precedence' is "reserved" or "open"
END
policy reserved '{"mode": "stable",
                  "reserves": [{"name": "women", "needs": {"priority": 1}, "people": {"sex": "F"}, "seats": 1}]}'
step 'reserved seats first' 0 cadre match --as-of 2026-03-01 --policy reserved.json
out <<'END'
all 6 free seats are filled
run 1 (DIGEST) as of 2026-03-01: draft
6 people, 3 needs, 18 eligible pairs; fit 57 000 bp (95.00 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
priority 3: 2 seats filled
limits: 1 need with reserved seats (1 full)
  reserve 'women': the open seats of N-1 are full: 1 of 1
stable: 6 of 6 seats, 100.00 % of the fit that the optimal mode comes to
END
no_err
step 'she has the reserved one, he the open one' 0 seats
holds 'both' test "$(grep 'N-1$' .out | tr '\n' ' ')" = '5AAA111|N-1 5AAA222|N-1 '
sed 's/"seats": 1/&, "precedence": "reserved"/' reserved.json >said.json
step 'said outright, it is the same run' 0 cadre match --as-of 2026-03-01 --policy said.json
holds 'unchanged' grep -q '^run 1 .*: unchanged, draft$' .out

sed 's/"seats": 1/&, "precedence": "open"/' reserved.json >open.json
step 'open seats first' 0 cadre match --as-of 2026-03-01 --policy open.json
step 'she has the open one, another the reserved one' 0 seats
holds 'both women' test "$(grep 'N-1$' .out | tr '\n' ' ')" = '5AAA222|N-1 5AAA666|N-1 '
step 'that holds' 0 cadre verify last
out <<'END'
run 2 as of 2026-03-01 holds: inputs and result are unaltered, and no person and need that the limits let meet would rather have one another
6 of 6 free seats filled, 6 people, 3 needs, 18 eligible pairs
limits: 1 need with reserved seats (1 full)
  reserve 'women': the open seats of N-1 are full: 1 of 1
END
step 'why he has none of them' 0 cadre explain 5AAA111 --run 2 --need N-1 --format csv --table fitting -o -
holds 'she is ranked higher' grep -q '^N-1,.*,ranked_lower,' .out
step 'an optimal match does not ask' 0 cadre match --as-of 2026-03-01 --mode optimal --policy reserved.json
step 'what the stable one comes to' 0 cadre run show last
holds 'is told of it, too' grep -qE '^Stable against optimal +6 of 6 seats, 100\.00 % of the fit$' .out

# ---- quotas and draws ----------------------------------------------------------------------------

policy all '{"mode": "stable",
             "quotas": [{"name": "unit 1", "needs": {"organization": "U-1"}, "most": 3},
                        {"name": "engineers", "needs": {"organization": "U-1", "priority": 2}, "most": 1}],
             "draws": [{"name": "employers", "people": {"employer": "*"}, "most": 2}],
             "reserves": [{"name": "women", "needs": {"priority": 1}, "people": {"sex": "F"}, "seats": 1,
                           "precedence": "open"}]}'
step 'limits of all kinds' 0 cadre match --as-of 2026-03-01 --policy all.json
out <<'END'
2 of 6 free seats stay empty
run 4 (DIGEST) as of 2026-03-01: draft
6 people, 3 needs, 18 eligible pairs; fit 38 000 bp (95.00 % a seat), 0 kept in place
priority 1: 1 seat filled
priority 2: 1 seat filled
priority 3: 2 seats filled
limits: 2 quotas (1 full), 2 draws (1 full), 1 need with reserved seats (1 full)
  quota 'engineers' is full: 1 of 1
  draw 'employers' of E-1 is full: 2 of 2
  reserve 'women': the open seats of N-1 are full: 1 of 1
stable: 4 of 4 seats (-1 of priority 1, +1 of priority 3), 100.00 % of the fit that the optimal mode comes to
END
step 'seats of all kinds' 0 seats
out <<'END'
5AAA111|N-1
5AAA444|N-3
5AAA555|N-3
5AAA666|N-2
END
step 'they hold' 0 cadre verify last
holds 'and say why seats stay empty' grep -q "^  N-2: 2 free seats, quota 'engineers' is full$" .out
step 'why she is not placed' 0 cadre explain 5AAA222 --run last --format csv --table fitting -o -
holds 'a draw' grep -q "^N-1,.*,employer_cap,held back by a draw,\"Held back by draw 'employers' of E-1, which is full\. It is wish 1 of the person\." .out
holds 'a quota' grep -q "^N-2,.*,quota,held back by a quota,\"Held back by quota 'engineers', which is full\.\"$" .out
step 'of a need' 0 cadre explain --need N-2 --run last --format json
holds 'by name' grep -q "Its empty seat is held by quota 'engineers', which is full\." .out

# differing: seats lost, people moved and newly placed by what was tried.
differing() {
    jq -c '[.figures.lost, .figures.moved, .figures.placed]' .out
}
sed 's/"mode": "stable",//' all.json >bare.json
step 'a policy without a mode is tried in that of the run' 0 cadre match --what-if --policy bare.json \
    --format json -o -
holds 'nothing differs' test "$(differing)" = '[0,0,0]'
sed 's/stable/optimal/' all.json >optimal.json
step 'one that names a mode, in that' 0 cadre match --what-if --policy optimal.json --format json -o -
holds 'people move' test "$(differing)" != '[0,0,0]'
policy weighed '{"wishes": 500}'
step 'wishes do not weigh in its mode' 4 cadre match --what-if --policy weighed.json
no_out
err <<'END'
cadre: 'wishes' is of the optimal mode
  hint: run 4 is stable: a policy with "mode": "optimal" is tried in that mode
END

policy closed '{"mode": "stable",
                "quotas": [{"name": "later", "needs": {"priority": [2, 3]}, "most": 0}],
                "draws": [{"name": "bank", "people": {"employer": "E-1"}, "most": 0}],
                "reserves": [{"name": "women", "needs": {"priority": 1}, "people": {"sex": "F"}, "seats": 2}]}'
cadre -q match --as-of 2026-03-01 --policy closed.json
step 'one seat of six' 0 seats
out <<'END'
5AAA666|N-1
END
step 'why he has none' 0 cadre explain 5AAA555 --run last --format csv --table fitting -o -
out <<'END'
need,need_title,organization,organization_title,priority,fit_bp,cutoff_bp,shortfall_bp,outcome,outcome_title,explanation
N-1,Analysts,U-1,Cyber unit 1,1,9500,,,reserved,reserved,Its open seats are taken; the others are reserved for a group. The organization has the person at 4 of its order.
N-2,Engineers,U-1,Cyber unit 1,2,9500,,,quota,held back by a quota,"Held back by quota 'later', which is full."
N-3,Operators,U-2,Cyber unit 2,3,9500,,,quota,held back by a quota,"Held back by quota 'later', which is full. It is wish 1 of the person."
END
step 'why she has none' 0 cadre explain 5AAA222 --run last --need N-1
holds 'the draw' grep -q "^P00000002 fits N-1, Analysts, but draw 'bank' is full\.$" .out
step 'proved as well' 0 cadre -q verify last

# ---- tampering -----------------------------------------------------------------------------------

# tampered TITLE TABLE SQL WORDS: `verify` disproves run 4 and says so, and it holds when it is undone.
tampered() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.$2; $3; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 4
    holds "$1: $4" grep -q "$4" .err
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 OVERRIDING SYSTEM VALUE TABLE public.kept; DROP TABLE public.kept; COMMIT" ||
        fail "cannot undo: $1"
    holds "$1: undone, it holds" cadre -q verify 4
}

tampered 'a limit with a price' run_cap "UPDATE cadre.run_cap SET price = 1 WHERE run = 4 AND of = 'E-1'" \
    "a cap that is not full has a price, or one has a price below 0; draw 'employers' (of E-1)"
tampered 'an open seat with a price' run_reserve "UPDATE cadre.run_reserve SET price = 1 WHERE run = 4" \
    "has a price below 0; need 'N-1'"
for column in stated placed most filled; do
    tampered "$column of a draw" run_cap \
        "UPDATE cadre.run_cap SET $column = $column + 1 WHERE run = 4 AND of = 'E-1'" \
        "the figures of draw 'employers' were altered"
done
tampered 'open seats filled' run_reserve "UPDATE cadre.run_reserve SET open_filled = 0 WHERE run = 4" \
    "the reserved seats of need 'N-1' were altered"
tampered 'the precedence' run \
    "UPDATE cadre.run SET policy = replace(policy, ',\"precedence\":\"open\"', '') WHERE number = 4" \
    'the digest of the inputs differs'
tampered 'somebody of a full draw more' run_assignment \
    "UPDATE cadre.run_assignment a SET person_id = p.person_id, natural_key = p.natural_key FROM cadre.person p
     WHERE a.run = 4 AND a.natural_key = '5AAA555' AND p.natural_key = '5AAA222'" \
    "more seats are filled than a cap allows; draw 'employers' (of E-1)"
tampered 'another in his place' run_assignment \
    "UPDATE cadre.run_assignment a SET person_id = p.person_id, natural_key = p.natural_key FROM cadre.person p
     WHERE a.run = 4 AND a.natural_key = '5AAA111' AND p.natural_key = '5AAA333'" \
    'person and need would rather have one another'

# ---- with decisions -------------------------------------------------------------------------------

cat >decisions.csv <<'END'
source_person_id,need_code,verdict,by,decided_on,until_on
B-3,N-2,lock,Commission 4,2026-03-01,2026-06-30
END
cadre -q import decisions decisions.csv -s BAKU --effective 2026-03-01
step 'who is bound counts first' 0 cadre match --as-of 2026-03-01 --policy all.json --publish
holds 'in a draw' grep -q "^  draw 'employers' of E-1 is full: 2 of 2$" .out
holds 'what it costs is told' grep -q '^the decision costs nothing$' .out
step 'one of the bank beside him' 0 seats
holds 'he sits there' grep -q '^5AAA333|N-2$' .out
holds 'and she not in the same quota' sh -c '! grep -q "^5AAA666|N-2$" .out'
step 'so it holds' 0 cadre -q verify last

finish
