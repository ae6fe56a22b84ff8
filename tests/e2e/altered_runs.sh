#!/bin/sh
# A run is the answer of a match only while it is what was stored: one that was altered is told, and another
# one is made, which is the answer then. Nor is anything solved of one that was altered, or compared with it.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cat >decisions.csv <<'ROWS'
source_person_id,need_code,verdict,by,decided_on
B-2,N-3,lock,Commission 4,2026-03-01
B-1,N-1,forbid,Commission 4,2026-03-01
ROWS
cadre -q import decisions decisions.csv -s BAKU --effective 2026-03-01
cat >limits.json <<'JSON'
{"quotas": [{"name": "all", "needs": {}, "most": 4}], "draws": [{"name": "few", "people": {}, "most": 5}],
 "reserves": [{"name": "women", "needs": {"priority": 2}, "people": {"sex": "F"}, "seats": 1}]}
JSON

last() {
    sql 'SELECT max(number) FROM cadre.run'
}

# altered TITLE STATE WORDS SQL MATCH...: with the SQL, in which RUN is the last run, that run, of the state, is no
# answer for the reason told; the one that is made then is.
altered() {
    title=$1
    state=$2
    words=$3
    run=$(last)
    tampering=$(echo "$4" | sed "s/\\bRUN\\b/$run/g")
    shift 4
    sql "SET session_replication_role = replica; $tampering" || fail "cannot tamper: $title"
    cadre -q verify "$run" 2>/dev/null && fail "$title: verify does not see it"
    step "$title" 1 cadre match "$@"
    holds "$title: told" grep -q "^cadre: run $run ($state) would be the answer, but was altered: $words; run $((run + 1)) is made" .err
    holds "$title: another one" grep -q "^run $((run + 1)) ([0-9a-f]*) as of" .out
    step "$title: which is the answer" 0 cadre match "$@"
    holds "$title: unchanged" grep -q "^run $((run + 1)) .*: unchanged, " .out
    no_err
}

# What a run is made of, one at a time.
parts_of_a_run() {
    altered 'another fit' draft "a stored fit is not that of the pair; person P0000000[0-9], need 'N-[0-9]'" \
        'UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1
         WHERE run = RUN AND natural_key = (SELECT min(natural_key) FROM cadre.run_assignment WHERE run = RUN)' "$@"
    altered 'somebody unseated' draft 'somebody does not sit where a decision, .* binds them to; .*' \
        "DELETE FROM cadre.run_assignment WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'another price' draft 'the digest of the result differs: assignments, prices, seats or the digest were altered' \
        "UPDATE cadre.run_price SET price = price + 1 WHERE run = RUN AND need_code = 'N-1'" "$@"
    altered 'another sum of fit' draft 'the stated result is not that of the assignments' \
        'UPDATE cadre.run SET fit_bp = fit_bp + 1 WHERE number = RUN' "$@"
    altered 'another maker' draft 'who made it, when, or by what was known then, is not what was sealed' \
        "UPDATE cadre.run SET made_by = 'auditor' WHERE number = RUN" "$@"
    altered 'what the other mode comes to' draft 'the digest of the result differs: .*' \
        'UPDATE cadre.run_measure SET other_fit_bp = other_fit_bp + 1 WHERE run = RUN' "$@"
    altered 'a reason' draft "why people do not fit need 'N-3' was altered" \
        "UPDATE cadre.run_reason SET people = people + 1
         WHERE run = RUN AND need_code = 'N-3' AND reason = 'region'" "$@"
    altered 'what a decision costs' draft 'the digest of the result differs: .*' \
        'UPDATE cadre.run_override SET gain_fit_bp = gain_fit_bp + 1 WHERE run = RUN AND place = 1' "$@"
}
all_of_a_run() {
    parts_of_a_run "$@"
    altered 'a seat that does not fit' draft 'somebody is assigned who does not fit; .*' \
        "UPDATE cadre.run_assignment SET need_code = 'N-1' WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'a need that there is not' draft "person P0000000[0-9] is assigned to the unknown need 'N-9'" \
        "UPDATE cadre.run_assignment SET need_code = 'N-9' WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'other seats' draft "the stored free seats are not those of the registry; need 'N-1'" \
        "UPDATE cadre.run_price SET seats = seats + 1 WHERE run = RUN AND need_code = 'N-1'" "$@"
    altered 'a price gone' draft "no price is stored of need 'N-1'" \
        "DELETE FROM cadre.run_price WHERE run = RUN AND need_code = 'N-1'" "$@"
    altered 'another digest of the result' draft 'the digest of the result differs: .*' \
        'UPDATE cadre.run SET result_digest = sha256(digest) WHERE number = RUN' "$@"
    altered 'another digest of the inputs without the base' draft 'the digest of the inputs differs' \
        'UPDATE cadre.run SET digest_without_base = sha256(digest) WHERE number = RUN' "$@"
    altered 'other seats filled' draft 'the stated result is not that of the assignments' \
        'UPDATE cadre.run SET filled[1] = filled[1] + 1 WHERE number = RUN' "$@"
    altered 'other seats in all' draft 'the run states 6 free seats, the registry has 5' \
        'UPDATE cadre.run SET seats = seats + 1 WHERE number = RUN' "$@"
    altered 'other pairs' draft 'the run states [0-9]* pairs, the registry has [0-9]*' \
        'UPDATE cadre.run SET pairs = pairs + 1 WHERE number = RUN' "$@"
    altered 'another policy' draft 'its policy is not the one of its inputs' \
        "UPDATE cadre.run SET policy = policy || ' ' WHERE number = RUN" "$@"
    altered 'another time of knowing' draft 'the time at which it knew the registry is that of no import, .*' \
        "UPDATE cadre.run SET known_at = known_at + interval '1 microsecond' WHERE number = RUN" "$@"
    altered 'another id' draft 'the id of person P00000002 was altered' \
        "UPDATE cadre.run_assignment SET person_id = 'P00000001' WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'a part of a fit' draft 'a part of the fit of person P00000002 was altered' \
        "UPDATE cadre.run_assignment SET fit_years = fit_years + 1 WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'who was kept' draft '.*' \
        "UPDATE cadre.run_assignment SET kept = NOT kept WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    altered 'a reason gone' draft "why people do not fit need 'N-3' was altered" \
        "DELETE FROM cadre.run_reason WHERE run = RUN AND need_code = 'N-3' AND reason = 'region'" "$@"
    altered 'a decision gone' draft 'the digest of the result differs: .*' \
        'DELETE FROM cadre.run_override WHERE run = RUN AND place = 1' "$@"
}
cadre -q match --as-of 2026-03-01
all_of_a_run --as-of 2026-03-01
holds 'the last one made holds' cadre -q verify last
cadre -q match --as-of 2026-03-02 --mode stable
parts_of_a_run --as-of 2026-03-02 --mode stable
holds 'the last one made holds' cadre -q verify last

of_limits() {
    altered 'what a limit came to' draft "the figures of quota 'all' were altered" \
        "UPDATE cadre.run_cap SET filled = filled - 1 WHERE run = RUN AND name = 'all'" "$@"
    altered 'what a draw allows' draft "the figures of draw 'few' were altered" \
        "UPDATE cadre.run_cap SET stated = stated + 1 WHERE run = RUN AND name = 'few'" "$@"
    altered 'the price of a limit' draft 'the digest of the result differs: .*' \
        "UPDATE cadre.run_cap SET price = price + 1 WHERE run = RUN AND name = 'few'" "$@"
    altered 'a reserve' draft "the reserved seats of need 'N-2' were altered" \
        'UPDATE cadre.run_reserve SET open_filled = open_filled + 1 WHERE run = RUN' "$@"
    altered 'a limit gone' draft 'the stored quotas and draws are not those of its policy' \
        "DELETE FROM cadre.run_cap WHERE run = RUN AND name = 'few'" "$@"
}
cadre -q match --as-of 2026-03-03 --policy limits.json
of_limits --as-of 2026-03-03 --policy limits.json
cadre -q match --as-of 2026-03-03 --policy limits.json --mode stable
of_limits --as-of 2026-03-03 --policy limits.json --mode stable
holds 'the last one made holds' cadre -q verify last

# A published one, whose base is itself by now.
cadre -q match --as-of 2026-03-04 --publish
base=$(last)
step 'published, and untouched' 0 cadre match --as-of 2026-03-04
holds 'unchanged' grep -q "^run $base .*: unchanged, published$" .out
no_err
cadre -q match --as-of 2026-03-05 --publish
step 'the next, which keeps people' 0 cadre match --as-of 2026-03-05
holds 'unchanged too' grep -q ': unchanged, published$' .out
no_err
altered 'published, and altered' published "a stored fit is not that of the pair; .*" \
    "UPDATE cadre.run_assignment SET fit_bp = fit_bp - 1 WHERE run = RUN AND natural_key = '5AAA222'" --as-of 2026-03-05
sql "SET session_replication_role = replica;
     UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1 WHERE run = $((base + 1)) AND natural_key = '5AAA222'"
holds 'put right, it holds' cadre -q verify $((base + 1))
cadre -q match --as-of 2026-03-06 --publish
altered 'published, and so is the next' published 'the stated result is not that of the assignments' \
    'UPDATE cadre.run SET fit_bp = fit_bp + 1 WHERE number = RUN' --as-of 2026-03-06 --publish
holds 'it is in force' answers "SELECT cadre.run_in_force('infinity') = max(number) FROM cadre.run" t

# What is solved of a published one.
base=$(last)
cadre -q match --residual "$base" --as-of 2026-03-07
altered 'who stays' draft 'somebody does not sit where a decision, .* binds them to; .*' \
    "DELETE FROM cadre.run_assignment WHERE run = RUN AND natural_key = '5AAA222'" --residual "$base" --as-of 2026-03-07
altered 'another price of a residual run' draft 'the digest of the result differs: .*' \
    "UPDATE cadre.run_price SET price = price + 1 WHERE run = RUN AND need_code = 'N-1'" \
    --residual "$base" --as-of 2026-03-07
holds 'the last one made holds' cadre -q verify last

# Nothing is built upon a run that was altered.
# refused TITLE WORDS SQL CURE MATCH...: with the SQL, in which RUN is the run `base`, the match says why not, and
# stores nothing; CURE is the begin of what is said to help. What the SQL did is undone by UNDO.
refused() {
    title=$1
    words=$2
    tampering=$(echo "$3" | sed "s/\\bRUN\\b/$base/g")
    undo=$(echo "$4" | sed "s/\\bRUN\\b/$base/g")
    cure=$5
    shift 5
    runs=$(last)
    sql "SET session_replication_role = replica; $tampering" || fail "cannot tamper: $title"
    step "$title" 1 cadre match "$@"
    no_out
    holds "$title: told" grep -q "^cadre: run $base (.*) was altered, and nothing is built upon it: $words$" .err
    holds "$title: what helps" grep -q "^  hint: $cure" .err
    holds "$title: nothing is stored" test "$(last)" = "$runs"
    sql "SET session_replication_role = replica; $undo" || fail "cannot undo: $title"
    step "$title: undone" 0 cadre -q match "$@"
}
of_its_parts() {
    refused 'another fit' "a stored fit is not that of the pair; person P0000000[0-9], need 'N-[0-9]'" \
        "UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1 WHERE run = RUN AND natural_key = '5AAA222'" \
        "UPDATE cadre.run_assignment SET fit_bp = fit_bp - 1 WHERE run = RUN AND natural_key = '5AAA222'" "$@"
    refused 'another price' 'the digest of the result differs: .*' \
        "UPDATE cadre.run_price SET price = price + 1 WHERE run = RUN AND need_code = 'N-1'" \
        "UPDATE cadre.run_price SET price = price - 1 WHERE run = RUN AND need_code = 'N-1'" "$@"
    refused 'a reason' "why people do not fit need 'N-3' was altered" \
        "UPDATE cadre.run_reason SET people = people + 1 WHERE run = RUN AND need_code = 'N-3' AND reason = 'region'" \
        "UPDATE cadre.run_reason SET people = people - 1 WHERE run = RUN AND need_code = 'N-3' AND reason = 'region'" "$@"
    refused 'its policy' 'the run states other rules .*, and the digest of its inputs differs: they were altered' \
        "UPDATE cadre.run SET policy = 'x' || policy WHERE number = RUN" \
        'UPDATE cadre.run SET policy = substr(policy, 2) WHERE number = RUN' "$@"
    refused 'its head' 'who made it, when, or by what was known then, is not what was sealed' \
        "UPDATE cadre.run SET made_by = made_by || '2' WHERE number = RUN" \
        "UPDATE cadre.run SET made_by = rtrim(made_by, '2') WHERE number = RUN" "$@"
    refused 'what it knew' 'the digest of the inputs differs: the registry as of the run or the digest were altered' \
        "UPDATE cadre.source_record SET citizenship = 'TR' WHERE national_id = '5AAA222'" \
        "UPDATE cadre.source_record SET citizenship = 'AZ' WHERE national_id = '5AAA222'" "$@"
}
base=$(last)
of_its_parts "'cadre match' of its day and policy makes another one$" --what-if "$DATA/needs.csv"
cadre -q match --as-of 2026-03-08 --publish
base=$(last)
of_its_parts "'cadre run withdraw $base' takes it back, and 'cadre match' then makes one that does not rest on it$" \
    --what-if "$DATA/needs.csv"
of_its_parts "'cadre run withdraw $base' takes it back, and 'cadre match' then makes one that does not rest on it$" \
    --residual "$base" --as-of 2026-03-08

finish
