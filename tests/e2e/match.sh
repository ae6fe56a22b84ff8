#!/bin/sh
# A month is matched, proved, explained; any tampering is disproved.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

step 'no run yet' 2 cadre verify last
no_out
err <<'END'
cadre: there is no run 'last'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END

step 'a draft' 0 cadre match --as-of 2026-03-01
out <<'END'
1 of 5 free seats cannot be filled
run 1 (DIGEST) as of 2026-03-01: draft
6 people, 3 needs, 5 eligible pairs; fit 27 150 bp (67.87 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
END
no_err

step 'the same again is the same run, published' 0 cadre match --as-of 2026-03-01 --publish
out <<'END'
1 of 5 free seats cannot be filled
run 1 (DIGEST) as of 2026-03-01: unchanged, published now
6 people, 3 needs, 5 eligible pairs; fit 27 150 bp (67.87 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
END
no_err

step 'and once more' 0 cadre match --as-of 2026-03-01 --publish
out <<'END'
1 of 5 free seats cannot be filled
run 1 (DIGEST) as of 2026-03-01: unchanged, published
6 people, 3 needs, 5 eligible pairs; fit 27 150 bp (67.87 % a seat), 0 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
END
no_err

step 'another day is another run, on the base of the first' 0 cadre match --as-of 2026-04-01
out <<'END'
1 of 5 free seats cannot be filled
run 2 (DIGEST) as of 2026-04-01: draft
6 people, 3 needs, 5 eligible pairs; fit 27 150 bp (67.87 % a seat), 4 kept in place
priority 1: 2 seats filled
priority 2: 2 seats filled
END
no_err

step 'it holds' 0 cadre verify last
out <<'END'
run 2 as of 2026-04-01 holds: inputs and result are unaltered, and no better assignment exists
4 of 5 free seats filled, 6 people, 3 needs, 5 eligible pairs
why seats stay empty:
  N-2 and N-3: 3 free seats, 2 people qualify
END
no_err

step 'the first one holds too' 0 cadre verify 1
out <<'END'
run 1 as of 2026-03-01 holds: inputs and result are unaltered, and no better assignment exists
4 of 5 free seats filled, 6 people, 3 needs, 5 eligible pairs
why seats stay empty:
  N-2 and N-3: 3 free seats, 2 people qualify
END
no_err

step 'runs' 0 cadre run list
out <<'END'
Match runs
==========

2 runs

Runs
----
The newest first

Run  Digest        As of       Mode     State      People  Needs  Free seats  Filled  Kept
───  ────────────  ──────────  ───────  ─────────  ──────  ─────  ──────────  ──────  ────
  2  DIGEST  2026-04-01  optimal  draft           6      3           5       4     4
  1  DIGEST  2026-03-01  optimal  published       6      3           5       4     0
END
no_err

holds 'a run is found by the beginning of its digest' \
    cadre -q verify "$(sql "SELECT left(encode(digest, 'hex'), 6) FROM cadre.run WHERE number = 1")"

step 'no such run' 2 cadre run show 7
no_out
err <<'END'
cadre: there is no run '7'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END

step 'one person and one need' 0 cadre explain P00000003 --need N-1
out <<'END'
Explanation for P00000003
=========================

P00000003 does not fit N-1, Cyber defence analysts, and is placed in N-2, Cyber
defence analyst.

Draft: this match run is not published.

Needs that fit   0
Needs looked at  1

As of                   2026-04-01
Match run               DIGEST
Status                  draft
Filled by priority      2 of priority 1 and 2 of 2
Total fit               27 150 bp (67.87 % a seat)
Kept from the last run  4
Mode                    optimal
Stable against optimal  4 of 4 seats (-1 of priority 2, +1 of priority 3),
                        102.76 % of the fit

Needs that fit
--------------
Needs whose every condition the person meets, best fit first

(none)

Needs that do not fit
---------------------
Needs with a condition that fails, fewest failures first

Need                        Unit                  Priority  First reason                         Conditions  What fails
                                                                                                  that fail
──────────────────────────  ────────────────────  ────────  ─────────────────────────────────  ────────────  ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
N-1 Cyber defence analysts  U-100 Cyber unit 100         1  engagement not open to the person             3  consent to conscript asked, not given, and not open to the service status: reserve held; region AZ-BA asked, lives in AZ-GA and does not relocate; credential expired: DCWF@5.1/511 Intermediate asked
END
no_err

step 'by national id' 0 cadre explain 5AAA111
out <<'END'
Explanation for P00000001
=========================

P00000001 is placed in N-1, Cyber defence analysts, with a fit of 80.50 %.

Draft: this match run is not published.

Needs that fit   1
Needs looked at  3

As of                   2026-04-01
Match run               DIGEST
Status                  draft
Filled by priority      2 of priority 1 and 2 of 2
Total fit               27 150 bp (67.87 % a seat)
Kept from the last run  4
Mode                    optimal
Stable against optimal  4 of 4 seats (-1 of priority 2, +1 of priority 3),
                        102.76 % of the fit

The placement
-------------
What the fit is made of, in points of 100 %

Part                                                   Given   At most
───────────────────────────────────────────────────  ───────  ────────
level of the role: exact, less for each level above  30.00 %   40.00 %
desired clauses met, by weight                       30.00 %   30.00 %
required clauses met by verified evidence             7.50 %   15.00 %
same region, half by relocation                      10.00 %   10.00 %
years in the role, at most 5                          3.00 %    5.00 %
───────────────────────────────────────────────────  ───────  ────────
All                                                  80.50 %  100.00 %

Needs that fit
--------------
Needs whose every condition the person meets, best fit first

Need                        Unit                  Priority      Fit   Cutoff  Shortfall  Outcome      Why
──────────────────────────  ────────────────────  ────────  ───────  ───────  ─────────  ───────────  ──────────────────────────────
N-1 Cyber defence analysts  U-100 Cyber unit 100         1  80.50 %  35.00 %     0.00 %  placed here  The run seats the person here.

Needs that do not fit
---------------------
Needs with a condition that fails, fewest failures first

Need                       Unit                  Priority  First reason                         Conditions  What fails
                                                                                                 that fail
─────────────────────────  ────────────────────  ────────  ─────────────────────────────────  ────────────  ────────────────────────────────────────────────────────────────────────────────────────────
N-2 Cyber defence analyst  U-200 Cyber unit 200         2  engagement not open to the person             1  consent to muster asked, not given, and not open to the service status: eligible held
N-3 Malware analyst        U-200 Cyber unit 200         3  other region                                  2  region AZ-GA asked, lives in AZ-BA and does not relocate; education: education ISCED 7 asked
END
no_err

step 'a need' 0 cadre explain --need N-3
out <<'END'
Explanation for need N-3
========================

The only seat of N-3, Malware analyst, stays empty.

Draft: this match run is not published.

Seats asked for            1
Staffed already            0
Filled by this run         0
Empty                      1
Eligible people            1
Of these seated elsewhere  1
Of these not placed        0
Cutoff of a newcomer       0.00 %

As of                   2026-04-01
Match run               DIGEST
Status                  draft
Filled by priority      2 of priority 1 and 2 of 2
Total fit               27 150 bp (67.87 % a seat)
Kept from the last run  4
Mode                    optimal
Stable against optimal  4 of 4 seats (-1 of priority 2, +1 of priority 3),
                        102.76 % of the fit

What is asked
-------------
The need

Need                 Unit                  Priority  Role                                Level     Region
───────────────────  ────────────────────  ────────  ──────────────────────────────────  ────────  ───────────
N-3 Malware analyst  U-200 Cyber unit 200         3  DCWF@5.1/511 Cyber Defense Analyst  Advanced  AZ-GA Ganja

Why people do not fit
---------------------
1 person meets every condition, and the run seats that one in another need that
comes first or gains more. Most people are kept out by: other region (3 people).

Any eligible newcomer would be seated here.

People by the first condition that fails, in the published order

Reason        People
────────────  ──────
other region       3
education          2

Clauses
-------
Clauses of the requirement by how many people fail them

Clause  Importance  What is asked            People who
                                                fail it
──────  ──────────  ─────────────────────  ────────────
     1  required    education ISCED 7                 4
     0  required    DCWF@5.1/511 Advanced             3

Reserve
-------
Nobody who fits this need is left without a seat.

Runner-ups by fit, then by the lottery

(none)
END
no_err

step 'nobody of that name' 2 cadre explain P00000099
no_out
err <<'END'
cadre: run 2 knows no person 'P00000099'
  hint: give a person's id (P00000123), or national id
END

step 'no such need' 2 cadre explain --need N-9
no_out
err <<'END'
cadre: run 2 knows no need 'N-9'
  hint: 'cadre report staffing' lists the needs of a run
END

# tampered TITLE SQL: `verify` must disprove run 2, and hold again when the SQL is undone.
tampered() {
    columns=$(sql "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = 'cadre.$2'::regclass AND attnum > 0 AND NOT attisdropped
                     AND attgenerated = ''")
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.$2; $3; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 2
    holds "$1: the verdict is on stderr" test ! -s .out
    cat .err
    sql "BEGIN; SET CONSTRAINTS ALL DEFERRED; SET LOCAL session_replication_role = replica;
         DELETE FROM cadre.$2;
         INSERT INTO cadre.$2 ($columns) OVERRIDING SYSTEM VALUE SELECT $columns FROM public.kept;
         DROP TABLE public.kept; COMMIT" || fail "cannot undo: $1"
    holds "$1: undone, it holds" cadre -q verify 2
}

{
    tampered 'another fit' run_assignment \
        "UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1 WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'another seat' run_assignment \
        "UPDATE cadre.run_assignment SET need_code = 'N-2' WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'somebody unseated' run_assignment \
        "DELETE FROM cadre.run_assignment WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'somebody unknown seated' run_assignment \
        "UPDATE cadre.run_assignment SET natural_key = 'ZZZ' WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'another price' run_price \
        "UPDATE cadre.run_price SET price = price + 1 WHERE run = 2 AND need_code = 'N-1'"
    tampered 'other seats' run_price \
        "UPDATE cadre.run_price SET seats = seats + 1 WHERE run = 2 AND need_code = 'N-1'"
    tampered 'a price gone' run_price \
        "DELETE FROM cadre.run_price WHERE run = 2 AND need_code = 'N-1'"
    tampered 'another sum of fit' run "UPDATE cadre.run SET fit_bp = fit_bp + 1 WHERE number = 2"
    tampered 'other seats filled' run "UPDATE cadre.run SET filled[1] = filled[1] + 1 WHERE number = 2"
    tampered 'another day' run "UPDATE cadre.run SET as_of = as_of + 1 WHERE number = 2"
    tampered 'another digest' run \
        "UPDATE cadre.run SET digest = sha256(digest) WHERE number = 2"
    tampered 'another digest without the base' run \
        "UPDATE cadre.run SET digest_without_base = sha256(digest) WHERE number = 2"
    tampered 'another digest of the result' run \
        "UPDATE cadre.run SET result_digest = sha256(digest) WHERE number = 2"
    tampered 'another policy' run "UPDATE cadre.run SET policy = 'mine' WHERE number = 2"
    tampered 'other people' run "UPDATE cadre.run SET people = people + 1 WHERE number = 2"
    tampered 'another id' run_assignment \
        "UPDATE cadre.run_assignment SET person_id = 'P00000002' WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'another owner' run_assignment \
        "UPDATE cadre.run_assignment SET owner = 'U-200' WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'another reason' run_reason \
        "UPDATE cadre.run_reason SET reason = 'age' WHERE run = 2 AND need_code = 'N-3' AND reason = 'region'"
    tampered 'a reason added' run_reason \
        "INSERT INTO cadre.run_reason VALUES (2, 'N-3', 'unverified', 0)"
    tampered 'another maker' run "UPDATE cadre.run SET made_by = 'auditor' WHERE number = 2"
    tampered 'no maker' run "UPDATE cadre.run SET made_by = NULL WHERE number = 2"
    tampered 'no seal of the maker' run "UPDATE cadre.run SET made_by = 'auditor', maker_seal = NULL WHERE number = 2"
    tampered 'another base' run "UPDATE cadre.run SET base_run = NULL WHERE number = 2"
    tampered 'another time of knowing' run \
        "UPDATE cadre.run SET known_at = known_at + interval '1 microsecond' WHERE number = 2"
    tampered 'recorded before what it knew' run \
        "UPDATE cadre.run SET recorded_at = recorded_at - interval '1 year' WHERE number = 2"
    tampered 'recorded in the future' run \
        "UPDATE cadre.run SET recorded_at = recorded_at + interval '1 year' WHERE number = 2"
    tampered 'published before it was made' run \
        "UPDATE cadre.run SET published_at = recorded_at - interval '1 microsecond' WHERE number = 2"
    tampered 'another mode' run \
        "UPDATE cadre.run SET mode = 'stable' WHERE number = 2"
    tampered 'evidence altered' award \
        "UPDATE cadre.award SET expires_on = '2030-01-01' WHERE number = 'C-1001'"
    tampered 'evidence that no import lets in' award \
        "UPDATE cadre.award SET credential = 'CompTIA/Nothing+' WHERE number = 'C-1001'"
    tampered 'a headcount altered' need \
        "UPDATE cadre.need SET headcount = 3 WHERE need_code = 'N-1'"
    tampered 'a part of a fit' run_assignment \
        "UPDATE cadre.run_assignment SET fit_years = 500 WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'who was kept' run_assignment \
        "UPDATE cadre.run_assignment SET kept = NOT kept WHERE run = 2 AND natural_key = '5AAA111'"
    tampered 'a reason' run_reason \
        "UPDATE cadre.run_reason SET people = people + 1 WHERE run = 2 AND need_code = 'N-3'"
    tampered 'a reason gone' run_reason \
        "DELETE FROM cadre.run_reason WHERE run = 2 AND need_code = 'N-3'"
} >tampering.txt
cp tampering.txt .err
err <<'END'
cadre: run 2 is disproved: the digest of the result differs: a stored fit is not that of the pair; person P00000001, need 'N-1'
cadre: run 2 is disproved: the digest of the result differs: somebody is assigned who does not fit; person P00000001, need 'N-2'
cadre: run 2 is disproved: the digest of the result differs: the stated result is not that of the assignments
cadre: run 2 is disproved: somebody assigned to need 'N-1' was not in the registry
cadre: run 2 is disproved: the digest of the result differs: assignments, prices, seats or the digest were altered
cadre: run 2 is disproved: the digest of the result differs: the stored free seats are not those of the registry; need 'N-1'
cadre: run 2 is disproved: no price is stored of need 'N-1'
cadre: run 2 is disproved: the stated result is not that of the assignments
cadre: run 2 is disproved: the stated result is not that of the assignments
cadre: run 2 is disproved: the digest of the inputs differs: the registry as of the run or the digest were altered
cadre: run 2 is disproved: the digest of the inputs differs: the run that it was based on or the digest were altered
cadre: run 2 is disproved: the digest of the inputs differs: the registry as of the run or the digest were altered
cadre: run 2 is disproved: the digest of the result differs: assignments, prices, seats or the digest were altered
cadre: run 2 is disproved: the run states other rules (policy or catalogue) than this program has, and the digest of its inputs differs: they were altered
cadre: run 2 is disproved: the run states 7 people, the registry has 6
cadre: run 2 is disproved: the id of person P00000001 was altered
cadre: run 2 is disproved: the owner of person P00000001 was altered
cadre: run 2 is disproved: why people do not fit need 'N-3' was altered
cadre: run 2 is disproved: why people do not fit need 'N-3' was altered
cadre: run 2 is disproved: who made it, when, or by what was known then, is not what was sealed
cadre: run 2 is disproved: who made it, when, or by what was known then, is not what was sealed
cadre: run 2 is disproved: who made it, when, or by what was known then, is not what was sealed
cadre: run 2 is disproved: it is said to be based on another run than the one that was the last published then
cadre: run 2 is disproved: the time at which it knew the registry is that of no import, load, settings of a source, run or publication before it
cadre: run 2 is disproved: the time at which it knew the registry is that of no import, load, settings of a source, run or publication before it
cadre: run 2 is disproved: the time of its recording is not in the order of the runs
cadre: run 2 is disproved: when it was published or withdrawn cannot be, or is not when that was noted
cadre: run 2 is disproved: its mode is not that of its policy
cadre: run 2 is disproved: the digest of the inputs differs: the registry as of the run or the digest were altered
cadre: run 2 is disproved: the registry holds the credential 'CompTIA/Nothing+', which is not in the catalogue
cadre: run 2 is disproved: the run states 5 free seats, the registry has 6
cadre: run 2 is disproved: a part of the fit of person P00000001 was altered
cadre: run 2 is disproved: the mark that a place was kept of person P00000001 was altered
cadre: run 2 is disproved: why people do not fit need 'N-3' was altered
cadre: run 2 is disproved: a reason why people do not fit is gone
END

# A report does not print a run that does not fit the registry.
sql "SET session_replication_role = replica;
     UPDATE cadre.run_assignment SET need_code = 'N-9' WHERE run = 2 AND natural_key = '5AAA111'"
step 'an altered run is not reported' 1 cadre report staffing --run 2
no_out
err <<'END'
cadre: run 2 was altered: person P00000001 is assigned to the unknown need 'N-9'
  hint: 'cadre verify 2' tells what broke; 'cadre match' makes a new run
END

# Headcounts that cannot be meant are refused before they overflow the weights of the match: with limits
# earlier than without, and with quotas over several priorities before all.
# everybody FIRST LAST: needs more.
everybody() {
    awk -v first="$1" -v last="$2" 'BEGIN {
        print "need_code,organization_code,title,engagement,headcount,priority,starts_on"
        for (i = first; i <= last; i++) print "H-" i ",U-100,Everybody,contract,100000,1,2026-04-01"
    }' >more.csv
    cadre -q import needs more.csv --effective 2026-03-01
}
echo '{"quotas": [{"name": "half", "needs": {}, "share": "50%"}],
       "draws": [{"name": "few", "people": {}, "most": 3}]}' >quotas.json
echo '{"draws": [{"name": "few", "people": {}, "most": 3}],
       "reserves": [{"name": "women", "needs": {"priority": 2}, "people": {"sex": "F"}, "seats": 1}]}' \
    >limits.json
everybody 1 5000
step 'quotas cannot be weighed' 4 cadre match --as-of 2026-03-31 --policy quotas.json
no_out
err <<'END'
cadre: quotas over needs of several priorities cannot be weighed with 5003 needs and 500000005 free seats: a seat of priority 1 would be worth more than 64 bits hold
  hint: 'cadre batch list' shows the files of needs: look for a headcount that cannot be meant; quotas over needs of one priority, draws and reserves can be weighed with more
END
everybody 5001 8000
step 'nor can other limits' 4 cadre match --as-of 2026-03-31 --policy limits.json
no_out
err <<'END'
cadre: draws and reserves cannot be weighed with 8003 needs and 800000005 free seats: a seat of priority 1 would be worth more than 64 bits hold
  hint: 'cadre batch list' shows the files of needs: look for a headcount that cannot be meant; a match without limits, or a stable one, can have more
END
step 'quotas are one of them' 4 cadre match --as-of 2026-03-31 --policy quotas.json
holds 'all kinds are named' grep -q '^cadre: quotas and draws cannot be weighed with ' .err
everybody 8001 40000
step 'more than can be weighed' 4 cadre match --as-of 2026-03-31
no_out
err <<'END'
cadre: the needs ask for more than can be weighed: 4000000005 free seats in 40003 needs
  hint: 'cadre batch list' shows the files of needs: look for a headcount that cannot be meant
END

finish
