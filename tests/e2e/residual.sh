#!/bin/sh
# What a published run left open, or answers opened again, is solved; whom it seats stays.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

cat >decisions.csv <<'END'
source_person_id,need_code,verdict,by,decided_on,until_on
B-2,N-3,lock,Commission 4,2026-03-01,2026-03-31
B-1,N-1,forbid,Commission 4,2026-03-01,2026-03-31
END
cadre -q import decisions decisions.csv -s BAKU --effective 2026-03-01
cadre -q match --as-of 2026-03-01
step 'what people are told' 0 seats
out <<'END'
5AAA222|N-3
5AAA333|N-2
5AAA555|N-1
END
step 'what is short' 0 cadre verify 1
sed '1,/^why seats stay empty/d; s/^  //; s/$/./' .out >why
step 'explained' 0 cadre explain --run 1 --format json
holds 'is told alike' test "$(jq -r '.sentences[]' .out | grep -cxF -f why)" = 2
step 'a draft has offered nothing' 4 cadre match --residual 1 --as-of 2026-04-05
err <<'END'
cadre: run 1 is not published (draft): nobody was offered a seat
  hint: 'cadre run list' shows which are
END
cadre -q run publish 1 --as-of 2026-03-01
cat >answers.csv <<'END'
source_person_id,need_code,run,verdict,by,decided_on
B-3,N-2,1,decline,BAKU,2026-04-02
B-5,N-1,1,accept,BAKU,2026-04-02
END
cadre -q import decisions answers.csv -s BAKU --effective 2026-04-02

cadre -q match --as-of 2026-04-05
step 'all seats anew: one is moved' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-2
END
step 'what is open alone' 0 cadre match --residual 1 --as-of 2026-04-05
cp .out first
holds 'answers' grep -q '^by decisions: 0 seats bound, 1 placed already, 0 bind nothing; 0 fitting pairs forbidden, 1 declined$' .out
holds 'stays' grep -q '^of run 1: 1 stay, 1 placed already, 1 stay no more, 0 gone$' .out
holds 'who does not' grep -q '^  P0000000. does not stay in N-2: declined' .out
step 'nobody is moved' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-3
END
step 'since the run that it goes on from' 0 cadre run diff 1 last --format json
jq -c '.finding, .figures, (.tables.needs[] | [.need, .before, .after, .since]),
       (.tables.people[] | [.need_before, .need_after, .placed_since])' .out >said && mv said .out
out <<'END'
"1 seat is gained, 1 lost; 0 people move, 1 newly placed, 1 placed no more, 1 placed since."
{"gained":1,"lost":1,"moved":0,"placed":1,"unplaced":1,"since":1,"stayed":1}
["N-1",1,1,1]
["N-2",1,0,0]
[null,"N-1",null]
["N-2",null,null]
["N-1",null,"N-1"]
END
step 'it holds' 0 cadre verify last
holds 'and tells whose places it leaves' grep -q '^of run 1: 1 stay, ' .out
step 'unchanged when nothing is' 0 cadre match --residual 1 --as-of 2026-04-05
holds 'unchanged' grep -q ': unchanged, draft$' .out
holds 'the rest is what the first one said' test "$(sed 's/: unchanged, /: /' .out)" = "$(cat first)"
step 'shown' 0 cadre run show last
holds 'of which run' grep -q 'Leaves places of  *run 1$' .out
holds 'stored with its policy' grep -q '; residual of run 1$' .out
step 'who stays' 0 cadre explain 5AAA222 --run last --format json
jq -r '.tables.fitting[] | .need, .outcome, .explanation' .out >said && mv said .out
out <<'END'
N-3
placed_here
The person stays here, where run 1 has them.
N-2
bound_elsewhere
A decision, or run 1, binds the person to another need.
END
step 'why is N-2 empty' 0 cadre explain --need N-2 --run last --format json
jq -c '.figures.empty, .tables.reserve' .out >said && mv said .out
out <<'END'
2
[]
END
step 'stable too' 0 cadre match --residual 1 --mode stable --as-of 2026-04-05
step 'nobody is moved then' 0 seats
out <<'END'
5AAA111|N-1
5AAA222|N-3
END
step 'it holds as well' 0 cadre -q verify last
step 'approved by another' 0 cadre match --residual 1 --approval --as-of 2026-04-05
step 'reads the same' 0 cadre -q verify last

step 'tried: it stays a residual one' 0 cadre match --what-if answers.csv --source BAKU --format json
holds 'nobody is moved' test "$(jq '.tables.people | length' .out)" = 0

step 'no such run' 2 cadre match --residual 99
step 'of a later day' 2 cadre match --residual 1 --as-of 2026-02-28
holds 'told' grep -q '^cadre: run 1 is as of 2026-03-01, which is later$' .err
step 'of no call-up' 2 cadre match --residual 1 --call-up 2026-SPRING
step 'of a past that is not looked at' 2 cadre match --residual 1 --known-at 2026-04-01
step 'nor tried' 2 cadre match --residual 1 --what-if answers.csv

step 'published' 0 cadre -q match --residual 1 --as-of 2026-04-05 --publish
step 'it is the next that leaves places' 0 cadre match --residual last --as-of 2026-04-06 --publish
holds 'all stay' grep -q '^of run [0-9]*: 2 stay, 0 placed already, 0 stay no more, 0 gone$' .out
step 'older ones hold' 0 cadre -q verify 3

sed '/^N-1,/s/,2,1,AZ-BA,/,1,1,AZ-BA,/' "$DATA/needs.csv" >needs.csv
cadre -q import needs needs.csv --effective 2026-04-07
step 'a seat fewer' 0 cadre match --residual last --as-of 2026-04-07 --publish
holds 'who accepted keeps it' grep -q '^  P00000001 does not stay in N-1: no seat is free$' .out
step 'who is in reserve' 0 cadre explain --need N-1 --run last --format json
jq -c '.tables.reserve[] | [.rank, .person]' .out >said && mv said .out
out <<'END'
[1,"P00000001"]
END

step 'a need that is gone' 4 cadre match --residual last --as-of 2027-05-01
holds 'by name' grep -q "^cadre: run [0-9]* fills seats of need 'N-3', which is none on 2027-05-01$" .err
# The rest of a stable run is solved as the run was, by whatever policy, unless a mode is named.
last_mode() {
    sql 'SELECT mode FROM cadre.run ORDER BY number DESC LIMIT 1'
}
echo '{"quotas": [{"name": "all", "needs": {}, "most": 9}]}' >limits.json
echo '{"mode": "optimal"}' >optimal.json
echo '{"wishes": 500}' >wishes.json
cadre -q match --mode stable --as-of 2026-04-08 --publish
stable=$(sql 'SELECT max(number) FROM cadre.run')
step 'by another policy' 0 cadre match --residual last --policy limits.json --as-of 2026-04-08
holds 'stable' test "$(last_mode)" = stable
step 'the policy names the mode' 0 cadre match --residual "$stable" --policy optimal.json --as-of 2026-04-08
holds 'optimal' test "$(last_mode)" = optimal
step 'the command does' 0 cadre match --residual "$stable" --policy limits.json --mode optimal --as-of 2026-04-08
holds 'optimal too' test "$(last_mode)" = optimal
step 'wishes are of the other mode' 4 cadre match --residual "$stable" --policy wishes.json --as-of 2026-04-08
no_out
sed -i "s/run $stable/run N/" .err
err <<'END'
cadre: 'wishes' is of the optimal mode
  hint: run N is stable, and so is what is solved of it: say '--mode optimal' if that is not meant
END
step 'said so' 0 cadre match --residual "$stable" --policy wishes.json --mode optimal --as-of 2026-04-08
step 'taken back' 0 cadre -q run withdraw "$stable" --why mistaken

step 'withdrawn' 0 cadre -q run withdraw 1 --why mistaken
step 'it has offered nothing' 4 cadre match --residual 1 --as-of 2026-04-05
holds 'told' grep -q '^cadre: run 1 is not published (withdrawn): ' .err
step 'what was made of it holds' 0 cadre -q verify 3

sql "SET session_replication_role = replica;
     DELETE FROM cadre.run_assignment WHERE run = 1 AND need_code = 'N-3'" || fail 'cannot tamper'
step 'the places that it leaves are an input' 1 cadre verify 3
holds 'told' grep -q '^cadre: run 3 is disproved: ' .err

finish
