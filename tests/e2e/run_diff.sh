#!/bin/sh
# What differs between two runs: seats by priority and need, and people.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-01 --publish

# One need more, another with a seat less.
sed 's/Intermediate,2,1,/Intermediate,1,1,/' "$DATA/needs.csv" >needs.csv
echo 'N-4,U-100,Anybody who serves,contract,,,2,4,,2026-04-01,' >>needs.csv
cadre -q import needs needs.csv --effective 2026-03-02
cadre -q match --as-of 2026-03-02

step 'two runs' 0 cadre run diff 1 2
out <<'END'
Run 1 of 2026-03-01 and Run 2 of 2026-03-02
===========================================

2 seats are gained, 1 lost; 0 people move, 2 newly placed, 1 placed no more.

Seats gained      2
Seats lost        1
People moved      0
Newly placed      2
Placed no more    1
Placed since      0
In the same need  3

Mode before                    optimal
Stable against optimal before  4 of 4 seats (-1 of priority 2, +1 of priority
                               3), 102.76 % of the fit
Mode after                     optimal
Stable against optimal after   4 of 5 seats (-2 of priority 2, +1 of priority
                               3), 82.76 % of the fit

The result
----------
Seats filled by priority, then total fit in basis points, then people kept where
the last published run had them

Part                     Run 1 of      Run 2 of  Change
                       2026-03-01    2026-03-02
───────────────────  ────────────  ────────────  ──────
priority 1                      2             1      −1
priority 2                      2             2       0
priority 4                      0             2       2
all seats                       4             5       1
total fit                  27 150        42 650  15 500
kept in their place             0             3       3

Needs
-----
Needs of which free or filled seats differ, the most urgent first

Need                        Priority  Free before  Free after      Run 1 of      Run 2 of  Change  Placed since
                                                                 2026-03-01    2026-03-02
──────────────────────────  ────────  ───────────  ──────────  ────────────  ────────────  ──────  ────────────
N-1 Cyber defence analysts         1            2           1             2             1      −1             0
N-4 Anybody who serves             4            —           2             0             2       2             0

People
------
Who sits elsewhere, or in one of the two results alone; placed since: by a
placement or acceptance, which the later result leaves alone

Person     Need before  Fit before  Need after  Fit after  Placed since
─────────  ───────────  ──────────  ──────────  ─────────  ────────────
P00000004  —                     —  N-4           95.00 %  —
P00000005  N-1             35.00 %  —                   —  —
P00000006  —                     —  N-4           95.00 %  —
END
no_err
golden run_diff run_diff cadre run diff 1 2
step 'a run and itself' 0 cadre run diff 1 1
holds 'nothing differs' grep -q '^Nothing differs\.$' .out
step 'for a spreadsheet' 0 cadre run diff 1 2 --format csv --table people -o -
out <<'END'
person,need_before,fit_before_bp,need_after,fit_after_bp,placed_since
P00000004,,,N-4,9500,
P00000005,N-1,3500,,,
P00000006,,,N-4,9500,
END
step 'one is not there' 2 cadre run diff 1 7
no_out
err <<'END'
cadre: there is no run '7'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END

# Limits are compared by name: one that is let in more, one that is new, one that is gone.
cat >tight.json <<'END'
{"quotas": [{"name": "all", "needs": {}, "most": 3}],
 "draws": [{"name": "women", "people": {"sex": "F"}, "most": 1}]}
END
cat >wide.json <<'END'
{"quotas": [{"name": "all", "needs": {}, "most": 4},
            {"name": "first", "needs": {"priority": 1}, "most": 0}],
 "reserves": [{"name": "women", "needs": {"priority": 2}, "people": {"sex": "F"}, "seats": 1}]}
END
cadre -q match --as-of 2026-03-02 --policy tight.json
cadre -q match --as-of 2026-03-02 --policy wide.json
step 'limits' 0 cadre run diff 3 4 --format csv --table limits -o -
out <<'END'
name,kind,of,most_before,most_after,before,after,change,worth_before,worth_after
all,quota,,3,4,3,4,1,a seat of priority 4 and 95.00 % of fit,
first,quota,,,0,,0,,,at most a seat of priority 1 and 80.50 % of fit
women,draw,,1,,1,,,at most seats of a higher priority in place of others,
women,reserve,N-2,,1,,1,,,
END
golden run_diff_limits run_diff cadre run diff 3 4
step 'none in the first' 0 cadre run diff 2 4 --format json -o -
jq -c '.tables.limits[] | [.name, .most_before, .most_after, .before, .after, .change]' .out >said && mv said .out
out <<'END'
["all",null,4,null,4,null]
["first",null,0,null,0,null]
["women",null,1,null,1,null]
END
step 'the same limits' 0 cadre run diff 4 4 --format json -o -
jq -c '.finding, .tables.limits' .out >said && mv said .out
out <<'END'
"Nothing differs."
[]
END

# A registry that cannot be read as it was does not hide what is stored.
sql "SET session_replication_role = replica; UPDATE cadre.need SET engagement = 'none such'" || fail 'cannot tamper'
step 'results alone' 0 cadre run diff 1 2 --format json
holds 'are told' test "$(jq '.figures.unplaced' .out)" = 1
holds 'and what is not known' grep -q '^cadre: who has been placed since cannot be told, ' .err
sql "SET session_replication_role = replica; UPDATE cadre.need SET engagement = CASE need_code WHEN 'N-1' THEN 'conscript'
     WHEN 'N-2' THEN 'muster' ELSE 'contract' END" || fail 'cannot undo it'

# On a terminal lines end at 80 columns; for a pipe each stays one.
widest() {
    script -qec "$PROGRAM --data-dir $WORK/db $*" /dev/null </dev/null | tr -d '\r' | LC_ALL=C.UTF-8 wc -L
}
step 'a line is a line' 0 cadre verify 4
holds 'long ones' grep -q "^  quota 'first' is full: 0 of 0; one more would bring at most a seat .* of fit\$" .out
for call in 'verify 4' 'match --as-of 2026-03-02 --policy wide.json'; do
    columns=$(widest "$call")
    holds "'$call' fits a terminal" test "$columns" -le 80 -a "$columns" -gt 60
done

# Stable and optimal are different claims: which is which is told, and what the stable one costs.
cadre -q match --as-of 2026-03-02 --mode stable
step 'of two modes' 0 cadre run diff 2 last --format json
holds 'which is which' test "$(jq -r '.basis | .mode_before, .mode_after' .out | xargs)" = 'optimal stable'
holds 'and the price is one' test "$(jq '.basis.stable_of_optimal_before == .basis.stable_of_optimal_after' .out)" = true
step 'of what is tried' 0 cadre match --what-if --policy wide.json --format json -o -
holds 'in the mode of the run' test "$(jq -r '.basis | .mode_before, .mode_after' .out | xargs)" = 'stable stable'

finish
