#!/bin/sh
# What was decided by hand, and what people answered, are constraints of a match.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

cadre -q match --as-of 2026-03-01
step 'without decisions' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-2
5AAA333|N-2
5AAA555|N-1
END

cat >decisions.csv <<'END'
source_person_id,need_code,run,verdict,reason_code,by,decided_on,until_on
B-2,N-3,,lock,COMMISSION,Commission 4,2026-03-01,
B-1,N-3,,lock,,Commission 4,2026-03-01,
B-1,N-1,1,forbid,KIN,Commission 4,2026-03-01,2026-03-31
B-3,N-2,7,decline,,BAKU,2026-03-01,
B-3,N-7,,decline,,BAKU,2026-03-01,
B-9,N-2,,decline,,BAKU,2026-03-01,
B-3,N-2,,refuse,,BAKU,2026-03-01,
B-5,N-2,,lock,,,2026-03-01,
B-4,N-2,,lock,,BAKU,2026-03-01,2026-02-28
END
before=$(cadre db digest)
step 'decisions' 1 cadre import decisions decisions.csv -s BAKU --effective 2026-03-01
out <<'END'
decisions.csv: 9 rows = 3 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 6 rejected; 0 left (batch 7)
END
holds 'a run that is not there' grep -q ':5: record 4, column run, R080 ' .err
holds 'a need that is not there' grep -q ':6: record 5, column need_code, X006 ' .err
holds 'nobody' grep -q ':7: record 6, column source_person_id, X004 ' .err
holds 'no verdict' grep -q ' 1 x R005 ' .err
holds 'by nobody' grep -q ' 1 x R001 ' .err
holds 'an end before the beginning' grep -q ' 1 x R021 ' .err

step 'they are constraints' 0 cadre match --as-of 2026-03-01
cp .out first
plain .out | sed '2d; s/fit .* bp ([^)]*)/fit FIT bp/' >said && mv said .out
out <<'END'
2 of 5 free seats cannot be filled
6 people, 3 needs, 4 eligible pairs; fit FIT bp, 0 kept in place
priority 1: 1 seat filled
priority 2: 1 seat filled
priority 3: 1 seat filled
by decisions: 1 seat bound, 0 placed already, 1 binds nothing; 1 fitting pair forbidden, 0 declined
  P00000001 is not bound to N-3, locked on 2026-03-01: other region
2 decisions together cost 1 seat of priority 1, 1 of priority 2 and 7300 bp of fit; bring 1 seat of priority 3
  forbid of P00000001 and N-1, 2026-03-01, costs 1 seat of priority 1 and 8050 bp of fit
  lock of P00000002 and N-3, 2026-03-01, costs 1 seat of priority 2; brings 1 seat of priority 3 and 750 bp of fit
END
step 'who sits where' 0 seats
out <<'END'
5AAA222|N-3
5AAA333|N-2
5AAA555|N-1
END
step 'proved, and told' 0 cadre verify last
holds 'what they did' grep -q '^by decisions: 1 seat bound, .* 1 binds nothing; 1 fitting pair forbidden' .out
holds 'whom they do not bind' grep -q '^  P00000001 is not bound to N-3, ' .out
step 'what they cost is kept' 0 cadre run show last
holds 'together' grep -q '2 decisions together cost 1 seat of priority 1, 1 of priority 2 and 7300 bp of' .out
holds 'and each' grep -q '^P00000001  N-1   forbid    2026-03-01      1      8050  costs 1 seat of priority 1 and 8050 bp of fit$' .out
step 'for programs too' 0 cadre explain --run last --format json
jq -c '.tables.decisions[] | [.person_id, .need, .decision, .seats, .fit_bp]' .out >said && mv said .out
out <<'END'
["P00000001","N-1","forbid",1,8050]
["P00000002","N-3","lock",0,-750]
END
# tampered NAME TABLE STATEMENT WHAT [RUN]: with the table altered the last run, or that one, does not hold.
tampered() {
    sql "CREATE TABLE public.kept AS TABLE cadre.$2;
         BEGIN; SET LOCAL session_replication_role = replica; $3; COMMIT" || fail "cannot: $1"
    step "$1" 1 cadre -q verify "${5-last}"
    holds "$1: $4" grep -q "$4" .err
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 TABLE public.kept; DROP TABLE public.kept; COMMIT" ||
        fail "cannot undo: $1"
    step "$1: undone" 0 cadre -q verify "${5-last}"
}
tampered 'a price that cannot be' run_override \
    'UPDATE cadre.run_override SET gain_fit_bp = gain_fit_bp + 5000 WHERE place = 1' \
    "a price stated of a decision cannot be; person P00000001, need 'N-1'"
tampered 'another day' run_override \
    'UPDATE cadre.run_override SET decided_on = decided_on - 1 WHERE place = 2' \
    "what is priced are not the decisions that bend the match; person P00000002, need 'N-3'"
tampered 'a price gone' run_override 'DELETE FROM cadre.run_override WHERE place = 2' \
    'what is priced are not the decisions that bend the match'
tampered 'all prices gone' run_override 'DELETE FROM cadre.run_override' \
    'the digest of the result differs'
tampered 'a sum of nothing' run_override_all \
    "INSERT INTO cadre.run_override_all SELECT 1, gain_filled, gain_fit_bp, gain_held FROM cadre.run_override_all" \
    'what decisions cost together is gone, or there are none' 1
tampered 'another sum' run_override_all \
    'UPDATE cadre.run_override_all SET gain_fit_bp = gain_fit_bp + 1' \
    'the digest of the result differs'
tampered 'another place' run_override 'UPDATE cadre.run_override SET place = 3 WHERE place = 2' \
    'a limit or decision does not stand in its place'
for table in run_override run_override_all; do
    STEP="a figure of $table that is missing"
    sql "SET session_replication_role = replica; UPDATE cadre.$table SET gain_filled[9] = NULL" >/dev/null 2>&1 &&
        fail 'is stored'
done
step 'why is the banned one not there' 0 cadre explain 5AAA111 --need N-1 --run last --format json
jq -r '.tables.failing[] | .reason, .explanation' .out >said && mv said .out
out <<'END'
forbidden
forbidden by Commission 4 on 2026-03-01 (KIN) until 2026-03-31
END
step 'why is the locked one there, and not elsewhere' 0 cadre explain 5AAA222 --run last --format json
jq -r '.tables.fitting[] | .need, .outcome, .explanation' .out >said && mv said .out
out <<'END'
N-3
placed_here
The run seats the person here. Decided of this need: locked by Commission 4 on 2026-03-01 (COMMISSION).
N-2
bound_elsewhere
A decision binds the person to another need.
END
step 'unchanged when nothing is' 0 cadre match --as-of 2026-03-01
holds 'unchanged' grep -q ': unchanged, draft$' .out
holds 'the rest is what the first one said' test "$(sed 's/: unchanged, /: /' .out)" = "$(cat first)"
step 'the other mode tells it too' 0 cadre match --as-of 2026-03-01 --mode stable
holds 'by a match of its own' grep -q '^  forbid of P00000001 and N-1, 2026-03-01, costs 1 seat of priority 1 and 8050 bp of fit$' .out
step 'it holds likewise' 0 cadre -q verify last
tampered 'seats that there are not' run_override \
    'UPDATE cadre.run_override SET gain_filled[1] = gain_filled[1] + 2 WHERE run = 3 AND place = 1' \
    "a price stated of a decision cannot be; person P00000001, need 'N-1'"
tampered 'more seats than two decisions move' run_override_all \
    'UPDATE cadre.run_override_all SET gain_filled[1] = gain_filled[1] + 1, gain_filled[2] = 2 WHERE run = 3' \
    'what decisions are said to cost together cannot be'
step 'a need counts them' 0 cadre explain --need N-1 --run last --format json
holds 'by that reason' grep -q '"forbidden"' .out

step 'a ban ends' 0 cadre -q match --as-of 2026-04-01
step 'and the person is back' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-3
5AAA333|N-2
5AAA555|N-1
END

cat >answers.csv <<'END'
source_person_id,need_code,run,verdict,by,decided_on
B-3,N-2,3,decline,BAKU,2026-04-03
B-5,N-1,3,accept,BAKU,2026-04-02
B-1,N-1,3,no_answer,BAKU,2026-04-04
END
step 'answers' 0 cadre -q import decisions answers.csv -s BAKU --effective 2026-04-05
step 'are constraints of the next' 0 cadre match --as-of 2026-04-05
holds 'told' grep -q '^by decisions: 2 seats bound, 0 placed already, 1 binds nothing; 0 fitting pairs forbidden, 2 declined$' .out
step 'who sits where' 0 seats
out <<'END'
5AAA222|N-3
5AAA555|N-1
END
step 'it holds' 0 cadre -q verify last
step 'an older run does too' 0 cadre -q verify 2
step 'an answer before its day is none' 0 cadre -q match --as-of 2026-04-01
cat >placements.csv <<'END'
source_person_id,need_code,from_on,status
B-5,N-1,2026-04-06,ordered
END
step 'who is placed' 0 cadre -q import placements placements.csv -s BAKU --effective 2026-04-06
step 'is bound no more' 0 cadre match --as-of 2026-04-06
holds 'told' grep -q '^by decisions: 1 seat bound, 1 placed already, 1 binds nothing; ' .out

step 'taken back' 0 cadre -q batch undo 9
step 'before them' 0 cadre -q batch undo 8
step 'and the first' 0 cadre -q batch undo 7
holds 'nothing is left of them' test "$(cadre db digest)" = "$before"

finish
