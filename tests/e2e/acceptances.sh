#!/bin/sh
# Who accepts a seat of a published run sits there until an imported placement takes over; taken
# back, it never was.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

# staffing DAY: seats asked for, staffed, filled, short, as of the newest run until then.
# shellcheck disable=SC2317 # step calls it
staffing() {
    cadre report staffing --as-of "$1" --format json -o - |
        jq -c '.figures | [.seats, .staffed, .filled, .short]'
}
cadre -q match --as-of 2026-03-01 --publish
step 'whom the published run seats' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-2
5AAA333|N-2
5AAA555|N-1
END
step 'the figures of then' 0 staffing 2026-03-01
out <<'END'
[5,0,4,1]
END
cat >answers.csv <<'END'
source_person_id,need_code,run,verdict,by,decided_on
B-1,N-1,1,accept,BAKU,2026-03-05
B-3,N-2,,accept,BAKU,2026-03-05
B-5,N-2,1,accept,BAKU,2026-03-05
END
before=$(cadre db digest)
step 'answers' 0 cadre -q import decisions answers.csv -s BAKU --effective 2026-03-05
step 'the next match' 0 cadre match --as-of 2026-03-05 --publish
holds 'two sit there, and what was not offered binds nothing' \
    grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
step 'has the others' 0 seats
out <<'END'
5AAA222|N-2
5AAA555|N-1
END
step 'no seat is counted twice' 0 staffing 2026-03-05
out <<'END'
[5,2,2,1]
END
step 'it holds' 0 cadre -q verify last
step 'so does the run that was accepted' 0 cadre -q verify 1
step 'why are they in no other need' 0 cadre explain 5AAA111 --need N-2 --run last --format json
holds 'placed' grep -q 'end of the present placement asked, placed without an end' .out
step 'before the answer nobody sits there' 0 cadre -q match --as-of 2026-03-04
step 'all four' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-2
5AAA333|N-2
5AAA555|N-1
END
step 'what the answered run left open' 0 cadre match --residual 1 --as-of 2026-03-06
holds 'who accepted is placed, the others stay' \
    grep -q '^of run 1: 2 stay, 2 placed already, 0 stay no more, 0 gone$' .out
step 'it holds too' 0 cadre -q verify last

cat >placements.csv <<'END'
source_person_id,need_code,from_on,status,order_no,order_on
B-1,N-1,2026-04-01,ordered,17/26,2026-03-20
END
step 'the order comes' 0 cadre -q import placements placements.csv -s BAKU --effective 2026-03-20
step 'and takes over' 0 cadre match --as-of 2026-04-02 --publish
holds 'counted once' grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
step 'the figures' 0 staffing 2026-04-02
out <<'END'
[5,2,2,1]
END
cat >ended.csv <<'END'
source_person_id,need_code,from_on,until_on,status,end_reason
B-1,N-1,2026-04-01,2026-04-30,ended,injured
END
step 'it ends' 0 cadre -q import placements ended.csv -s BAKU --effective 2026-05-01
step 'and does not come back by the answer' 0 cadre match --as-of 2026-05-02
holds 'which binds nobody any more' grep -q '^by decisions: 0 seats bound, 1 placed already, 1 binds nothing; ' .out
step 'nor did it on the last day' 0 cadre match --as-of 2026-04-30
holds 'on which they sit there' grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
sql "CREATE TABLE public.ends AS TABLE cadre.acceptance_end_rule;
     UPDATE cadre.acceptance_end_rule SET since = now()" || fail 'cannot make it old'
step 'what was known before an upgrade binds as it did' 0 cadre match --as-of 2026-05-03
holds 'bound' grep -q '^by decisions: 1 seat bound, 1 placed already, 1 binds nothing; ' .out
sql 'UPDATE cadre.acceptance_end_rule SET since = (SELECT since FROM public.ends)' || fail 'cannot undo it'
step 'the seat again' 0 cadre -q match --as-of 2026-05-02
step 'the seat is free' 0 staffing 2026-05-02
out <<'END'
[5,1,3,1]
END
step 'taken back' 0 cadre -q batch undo 9
step 'the order' 0 cadre -q batch undo 8
step 'the figures without it' 0 cadre -q match --as-of 2026-04-02
step 'are those with it' 0 staffing 2026-04-02
out <<'END'
[5,2,2,1]
END
cat >back.csv <<'END'
source_person_id,need_code,verdict,by,decided_on
B-3,N-2,withdraw,BAKU,2026-04-05
END
step 'stepped back from' 0 cadre -q import decisions back.csv -s BAKU --effective 2026-04-05
step 'the seat is open' 0 cadre match --residual 1 --as-of 2026-04-05
holds 'told' grep -q '  P0000000. does not stay in N-2: declined' .out
# For a month: then they may be offered it anew, but do not sit there again by their old word.
cat >month.csv <<'END'
source_person_id,need_code,verdict,by,decided_on,until_on
B-3,N-2,withdraw,BAKU,2026-04-05,2026-04-30
END
step 'the stepping back is undone' 0 cadre -q batch undo 10
step 'it has an end' 0 cadre -q import decisions month.csv -s BAKU --effective 2026-04-05
step 'of which the old word does not come back' 0 cadre match --as-of 2026-05-04
holds 'only the other one sits there' \
    grep -q '^by decisions: 0 seats bound, 1 placed already, 1 binds nothing; 0 fitting pairs forbidden, 0 declined$' .out
step 'it holds' 0 cadre -q verify last
sql "CREATE TABLE public.steps AS TABLE cadre.step_back_rule;
     UPDATE cadre.step_back_rule SET since = now()" || fail 'cannot make it old'
step 'what was known before that rule binds as it did' 0 cadre match --as-of 2026-05-05
holds 'both sit there' grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
sql 'UPDATE cadre.step_back_rule SET since = (SELECT since FROM public.steps)' || fail 'cannot undo it'
step 'accepted anew' 0 sh -c "
    printf 'source_person_id,need_code,verdict,by,decided_on\nB-3,N-2,accept,BAKU,2026-05-03\n' >anew.csv
    '$PROGRAM' --data-dir '$WORK/db' -q import decisions anew.csv -s BAKU --effective 2026-05-03"
step 'a new word counts' 0 cadre match --as-of 2026-05-06
holds 'both sit there again' grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
step 'taken back' 0 cadre -q batch undo 12
step 'undone' 0 cadre -q batch undo 11
step 'the answers too' 0 cadre -q batch undo 7
holds 'nothing is left of them' test "$(cadre db digest)" = "$before"
step 'as if nobody had answered' 0 cadre -q match --as-of 2026-03-06
step 'all four again' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-2
5AAA333|N-2
5AAA555|N-1
END
step 'what was made meanwhile holds' 0 cadre -q verify 2

step 'answered again' 0 cadre -q import decisions answers.csv -s BAKU --effective 2026-03-05
sql "CREATE TABLE public.kept AS TABLE cadre.acceptance_rule;
     UPDATE cadre.acceptance_rule SET since = now()" || fail 'cannot make it old'
step 'what came before an upgrade binds as it did' 0 cadre match --as-of 2026-03-08
holds 'told' grep -q '^by decisions: 2 seats bound, 0 placed already, 1 binds nothing; ' .out
sql 'UPDATE cadre.acceptance_rule SET since = (SELECT since FROM public.kept)' || fail 'cannot undo it'
step 'they sit there' 0 cadre match --as-of 2026-03-07
holds 'told' grep -q '^by decisions: 0 seats bound, 2 placed already, 1 binds nothing; ' .out
step 'the run is withdrawn' 0 cadre -q run withdraw 1 --why mistaken
step 'what it offered is nothing' 0 cadre match --as-of 2026-03-07
holds 'who accepted is bound' grep -q '^by decisions: 2 seats bound, 0 placed already, 1 binds nothing; ' .out
step 'what was made of it holds' 0 cadre -q verify 2

finish
