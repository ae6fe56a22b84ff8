#!/bin/sh
# People's own wishes weigh in the fit of an optimal match where the policy says so, and not else.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
sed '/^N-3,/s/,3,/,2,/' "$DATA/needs.csv" >needs.csv
cadre -q import needs needs.csv --effective 2026-03-01
cat >wishes.csv <<'END'
source_person_id,side,need_code,work_role,organization_code,rank
B-2,person,N-2,,,1
B-3,organization,,,U-200,1
END
cadre -q import preferences wishes.csv -s BAKU --effective 2026-03-01

# Where the newest run has B-2, with the fit and what the wish gives of it.
# shellcheck disable=SC2317 # step calls it
seat() {
    # shellcheck disable=SC2317 # a step calls it
    sql "SELECT need_code, fit_bp, fit_wish,
                fit_bp = fit_level + fit_desired + fit_verified + fit_region + fit_years + fit_wish
         FROM cadre.run_assignment
         WHERE natural_key = '5AAA222' AND run = (SELECT max(number) FROM cadre.run)"
}
cadre -q match --as-of 2026-03-01
step 'by default they weigh nothing' 0 seat
out <<'END'
N-3|8250|0|t
END
printf '{"wishes": 500}' >little.json
printf '{"wishes": 1000}' >much.json
step 'little' 0 cadre -q match --as-of 2026-03-01 --policy little.json
step 'is not enough' 0 seat
out <<'END'
N-3|8250|0|t
END
step 'much' 0 cadre -q match --as-of 2026-03-01 --policy much.json
step 'is' 0 seat
out <<'END'
N-2|8500|1000|t
END
step 'it holds' 0 cadre -q verify last
step 'a run of before does too' 0 cadre -q verify 1
step 'the policy is told' 0 cadre run show last
holds 'told' grep -q '; wishes 1000$' .out
step 'it is a part of the fit' 0 cadre explain 5AAA222 --run last --format json
jq -c '.tables.parts[] | select(.part == "wish") | [.part_title, .fit_bp, .most_bp]' .out >said && mv said .out
out <<'END'
["own wish, less by rank, up to a fit of 100 %",1000,1000]
END
step 'which others have not' 0 cadre explain 5AAA222 --run 1 --format json
holds 'no part' test -z "$(jq -c '.tables.parts[] | select(.part == "wish")' .out)"

step 'a wish of an organization weighs nothing' 0 cadre -q verify last
sed '/,organization,/s/1$/2/' wishes.csv >other.csv
cadre -q import preferences other.csv -s BAKU --effective 2026-03-01
step 'and is no input' 0 cadre match --as-of 2026-03-01 --policy much.json
holds 'unchanged' grep -q '^run 3 .*: unchanged, draft$' .out
sed '/,person,/s/1$/2/' other.csv >lower.csv
cadre -q import preferences lower.csv -s BAKU --effective 2026-03-01
step 'one of a person is' 0 cadre -q match --as-of 2026-03-01 --policy much.json
step 'the second wish weighs half' 0 seat
out <<'END'
N-3|8250|0|t
END

# tampered NAME TABLE STATEMENT WHAT: with the table altered run 3 does not hold.
tampered() {
    sql "CREATE TABLE public.kept AS TABLE cadre.$2;
         BEGIN; SET LOCAL session_replication_role = replica; $3; COMMIT" || fail "cannot: $1"
    step "$1" 1 cadre -q verify 3
    holds "$1: $4" grep -q "$4" .err
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 TABLE public.kept; DROP TABLE public.kept; COMMIT" ||
        fail "cannot undo: $1"
    step "$1: undone" 0 cadre -q verify 3
}
tampered 'another wish' preference "UPDATE cadre.preference SET rank = 9 WHERE side = 'person'" \
    'the digest of the inputs differs'
tampered 'another part' run_assignment \
    "UPDATE cadre.run_assignment SET fit_wish = fit_wish - 1, fit_years = fit_years + 1
     WHERE run = 3 AND natural_key = '5AAA222'" 'a part of the fit of person P00000002 was altered'

step 'the stable mode goes by wishes anyway' 4 cadre match --policy much.json --mode stable
no_out
err <<'END'
cadre: 'wishes' is of the optimal mode
  hint: a stable match goes by people's wishes before all else
END
step 'a residual match has the wishes of its run' 0 cadre -q run publish 4
step 'published' 0 cadre -q match --as-of 2026-03-02 --residual 4
step 'told' 0 cadre run show last
holds 'told' grep -q '; wishes 1000; residual of run 4$' .out
step 'unless it is stable' 4 cadre -q match --as-of 2026-03-02 --residual 4 --mode stable
step 'it holds as well' 0 cadre -q verify last
step 'what if they weighed' 0 cadre match --what-if --policy little.json --format json
holds 'told' grep -q '"what_if"' .out

finish
