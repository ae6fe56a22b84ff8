#!/bin/sh
# The stable match: by the wishes of people and the orders of organizations; proved, explained, and
# any tampering is told.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

step 'no such mode' 2 cadre match --mode fair
no_out
err <<'END'
cadre: '--mode fair' is unknown
  hint: it can be optimal or stable
END
step 'a what-if has the mode of its run' 2 cadre match --what-if --mode stable
no_out

step 'without wishes fit decides, whatever the priority' 0 cadre match --as-of 2026-03-01 --mode stable
out <<'END'
1 of 5 free seats stay empty
run 1 (DIGEST) as of 2026-03-01: draft
6 people, 3 needs, 5 eligible pairs; fit 27 900 bp (69.75 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 1 seat filled
priority 3: 1 seat filled
stable: 4 of 4 seats (-1 of priority 2, +1 of priority 3), 102.76 % of the fit that the optimal mode comes to
END
no_err
step 'it holds' 0 cadre verify last
out <<'END'
run 1 as of 2026-03-01 holds: inputs and result are unaltered, and no person and need would rather have one another
4 of 5 free seats filled, 6 people, 3 needs, 5 eligible pairs
why seats stay empty:
  N-2 and N-3: 3 free seats, 2 people qualify
END
step 'the other mode is another run' 0 cadre match --as-of 2026-03-01
printf '{"mode": "stable"}' >stable.json
step 'each is found again, also by a policy' 0 cadre match --as-of 2026-03-01 --policy stable.json
holds 'the stable one' grep -q '^run 1 .*: unchanged, draft$' .out
step 'as is the other' 0 cadre match --as-of 2026-03-01 --policy stable.json --mode optimal
holds 'the optimal one' grep -q '^run 2 .*: unchanged, draft$' .out
step 'no policy' 4 cadre match --policy absent.json
err <<'END'
cadre: cannot read 'absent.json': No such file or directory
END
printf '{"mode": 1}' >wrong.json
step 'a policy with no such mode' 4 cadre match --policy wrong.json
err <<'END'
cadre: wrong.json: 'mode' is "optimal" or "stable"
END

cat >wishes.csv <<'END'
source_person_id,side,need_code,work_role,organization_code,rank
B-2,person,N-2,,,1
B-3,organization,,,U-200,1
END
cadre -q import preferences wishes.csv -s BAKU --effective 2026-03-01
step 'wishes are no input of the optimal mode' 0 cadre match --as-of 2026-03-01
holds 'unchanged' grep -q '^run 2 .*: unchanged, draft$' .out
step 'but of the stable one' 0 cadre match --as-of 2026-03-01 --mode stable --publish
out <<'END'
1 of 5 free seats stay empty
run 3 (DIGEST) as of 2026-03-01: published now
6 people, 3 needs, 5 eligible pairs; fit 27 150 bp (67.87 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
stable: 4 of 4 seats, 100.00 % of the fit that the optimal mode comes to
END
step 'this holds too' 0 cadre -q verify 3
step 'by wish' 0 cadre explain P00000002 --run 3 --format csv --table fitting -o -
out <<'END'
need,need_title,organization,organization_title,priority,fit_bp,cutoff_bp,shortfall_bp,outcome,outcome_title,explanation
N-3,Malware analyst,U-200,Cyber unit 200,3,8250,0,0,prefers,prefers the seat,Seated in a need that the person ranks higher.
N-2,Cyber defence analyst,U-200,Cyber unit 200,2,7500,7500,0,placed_here,placed here,The run seats the person here. It is wish 1 of the person.
END
step 'by order' 0 cadre explain P00000003 --run 3 --format csv --table fitting -o -
holds 'the order' grep -q 'The organization has the person at 1 of its order.$' .out
step 'an empty seat' 0 cadre explain --need N-3 --run 3
holds 'why it is empty' grep -q '^they rank higher. ' .out
step 'a report says which it is' 0 cadre report staffing --run 3 --format json -o -
holds 'mode' grep -q '"mode": "stable"' .out
step 'a run' 0 cadre run show 3
holds 'its mode' grep -q '^Mode   *stable$' .out
holds 'the price of stability' grep -q '^Stable against optimal   *4 of 4 seats, 100.00.* of the fit$' .out
step 'the whole run explained' 0 cadre explain --run 3 --format json -o -
holds 'people' grep -q '"runner_ups": 0,$' .out
holds 'what it took' grep -q '"peak_kib": [1-9][0-9]*$' .out
holds 'a set that is short' grep -q 'N-2 and N-3: 3 free seats, 2 people qualify\.' .out
step 'its contract' 0 cadre explain --json-schema
holds 'of a run' grep -q 'urn:cadre:report:explain_run:1' .out
step 'what if goes on in the mode' 0 cadre match --what-if wishes.csv -s BAKU --format json -o -
holds 'nothing differs' grep -q '"stayed": 4$' .out

# tampered TITLE TABLE SQL WORDS: `verify` disproves run 3 and says so, and it holds when it is undone.
tampered() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.$2; $3; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 3
    holds "$1: $4" grep -q "$4" .err
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 OVERRIDING SYSTEM VALUE TABLE public.kept; DROP TABLE public.kept; COMMIT" ||
        fail "cannot undo: $1"
    holds "$1: undone, it holds" cadre -q verify 3
}

tampered 'another mode' run "UPDATE cadre.run SET mode = 'optimal' WHERE number = 3" \
    'its mode is not that of its policy'
tampered 'another cutoff' run_price \
    "UPDATE cadre.run_price SET price = price + 1 WHERE run = 3 AND need_code = 'N-1'" \
    "a stored cutoff is not that of the last one seated; need 'N-1'"
tampered 'somebody in a seat that they rank lower' run_assignment \
    "UPDATE cadre.run_assignment SET need_code = 'N-3', fit_bp = 8250 WHERE run = 3 AND natural_key = '5AAA222'" \
    'the stated result is not that of the assignments'
tampered 'somebody unseated' run_assignment \
    "DELETE FROM cadre.run_assignment WHERE run = 3 AND natural_key = '5AAA555'" \
    'the stated result is not that of the assignments'
tampered 'another wish' preference "UPDATE cadre.preference SET rank = 2 WHERE side = 'person'" \
    'the digest of the inputs differs'
tampered 'a wish gone' preference "DELETE FROM cadre.preference WHERE side = 'person'" \
    'the digest of the inputs differs'
tampered 'the other mode' run_measure \
    "UPDATE cadre.run_measure SET other_fit_bp = other_fit_bp + 1 WHERE run = 3" \
    'the digest of the result differs'
tampered 'the other mode gone' run_measure "DELETE FROM cadre.run_measure WHERE run = 3" \
    'the digest of the result differs'

finish
