#!/bin/sh
# A run is published only while all whom it places still fit, or in spite of who does not.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-01

# What a planner sees who sits before a terminal.
seen() {
    script -qec "$PROGRAM --data-dir $WORK/db --color never $*" /dev/null </dev/null 2>&1 | tr -d '\r'
}

step 'no such run' 2 cadre run publish 9
no_out
err <<'END'
cadre: there is no run '9'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END
step 'what was known long ago is not published by the way' 2 \
    cadre match --as-of 2026-03-01 --known-at 2026-03-01 --publish
no_out
err <<'END'
cadre: '--publish' and '--known-at' exclude one another
  hint: 'cadre run publish' looks whether all still fit
END

# One withdraws, one is deferred, and a need shrinks.
awk -F, -v OFS=, '
    NR == 1 { print $0, "consent_until"; next }
    $1 == "B-1" { print $0, "2026-03-09"; next }
    $1 == "B-2" { $9 = "deferred" }
    { print $0, "" }' "$DATA/roster.csv" >later.csv
cadre -q import roster later.csv -s BAKU --effective 2026-03-10
sed 's/Intermediate,2,1,/Intermediate,1,1,/' "$DATA/needs.csv" >fewer.csv
cadre -q import needs fewer.csv --effective 2026-03-12

step 'three lapses' 4 cadre run publish 1 --as-of 2026-03-15
no_out
err <<'END'
cadre: 1 placed person: consent withdrawn
cadre: 1 placed person: engagement not open to the person
cadre: need N-1 has 1 free seat left, the run fills 2
cadre: run 1 is not published: as of 2026-03-15 2 people whom it places do not fit any more, 1 need has not the seats any more
  hint: 'cadre match' makes a new run; --despite --why TEXT publishes this one all the same
END
step 'a quiet one says it in a line' 4 cadre -q run publish 1 --as-of 2026-03-15
no_out
err <<'END'
cadre: run 1 is not published: as of 2026-03-15 2 people whom it places do not fit any more, 1 need has not the seats any more; 'cadre match' makes a new run; --despite --why TEXT publishes this one all the same
END
holds 'nothing is half published' answers \
    "SELECT (SELECT count(*) FROM cadre.run_event) + (SELECT count(*) FROM cadre.run_lapse)
     + (SELECT count(published_at) FROM cadre.run)" 0
seen run publish 1 --as-of 2026-03-15 >.out
out <<'END'
cadre: P00000001, placed in N-1: consent to processing asked, ended on 2026-03-09
cadre: P00000002, placed in N-2: consent to muster asked, not given, and not open to the service status: deferred held
cadre: need N-1 has 1 free seat left, the run fills 2
cadre: run 1 is not published: as of 2026-03-15 2 people whom it places do not fit any more, 1 need has not the seats any more
  hint: 'cadre match' makes a new run; --despite --why TEXT publishes this one all the same
END
step 'before the need shrank one has still to be deferred' 4 cadre run publish 1 --as-of 2026-03-11
holds 'two people, no need' grep -q 'as of 2026-03-11 2 people whom it places do not fit any more$' .err
step 'on the day of the match all fitted' 0 cadre run publish 1 --as-of 2026-03-01
out <<'END'
run 1: published now
END
no_err
step 'twice changes nothing' 0 cadre run publish 1 --as-of 2026-03-15
out <<'END'
run 1: unchanged, published
END
no_err

# All the same.
cadre -q match --as-of 2026-03-02 --known-at "$(sql 'SELECT min(recorded_at) FROM cadre.run')"
step 'another run of what was known then' 4 cadre run publish 2 --as-of 2026-03-15
step 'against the rules nothing goes without a reason' 2 cadre run publish 2 --as-of 2026-03-15 --despite
no_out
err <<'END'
cadre: '--despite' wants --why TEXT
  hint: the reason is stored with the run, for those who come after
END
step 'despite three lapses' 0 cadre run publish 2 --as-of 2026-03-15 --despite \
    --why 'the seats are needed on Monday'
out <<'END'
run 2: published now despite 3 lapses, which are stored with it
END
err <<'END'
cadre: 1 placed person: consent withdrawn
cadre: 1 placed person: engagement not open to the person
cadre: need N-1 has 1 free seat left, the run fills 2
END
holds 'who and why' answers \
    "SELECT string_agg(coalesce(natural_key, '-') || ' ' || need_code || ' ' || reason, ', '
                       ORDER BY need_code, natural_key) FROM cadre.run_lapse WHERE run = 2" \
    '5AAA111 N-1 withdrawn, - N-1 seats, 5AAA222 N-2 engagement'
holds 'the reason' answers "SELECT why FROM cadre.run_event WHERE run = 2" \
    'the seats are needed on Monday'
step 'and it verifies' 0 cadre -q verify 2
step 'and both are told' 0 cadre run show 2
sed -n '/^Published despite/,$p' .out >said && mv said .out
out <<'END'
Published despite
-----------------
Who did not fit any more when it was published, by the reason's code; without a
person: the need had not the seats any more

Person     Need  Why
─────────  ────  ──────────
—          N-1   seats
P00000001  N-1   withdrawn
P00000002  N-2   engagement
END

# Who did not fit any more is found again, whatever came since.
# altered TITLE SQL: run 2 with that is disproved by it, and holds when it is undone.
altered() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.run_lapse; $2; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 2
    no_out
    cat .err >>told
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.run_lapse;
         INSERT INTO cadre.run_lapse TABLE public.kept; DROP TABLE public.kept; COMMIT" || fail "cannot undo: $1"
}
cadre -q import roster "$DATA/roster.csv" --source BAKU --effective 2026-03-14
altered 'one is gone' "DELETE FROM cadre.run_lapse WHERE natural_key = '5AAA222'"
altered 'another reason' "UPDATE cadre.run_lapse SET reason = 'age' WHERE natural_key = '5AAA111'"
altered 'one more' "INSERT INTO cadre.run_lapse VALUES (2, '5AAA555', 'N-1', 'withdrawn')"
altered 'a need that had its seats' "INSERT INTO cadre.run_lapse VALUES (2, NULL, 'N-3', 'seats')"
altered 'all are gone' 'DELETE FROM cadre.run_lapse'
mv told .err
err <<'END'
cadre: run 2 is disproved: who did not fit any more when it was published was altered; need 'N-2'
cadre: run 2 is disproved: who did not fit any more when it was published was altered; need 'N-1'
cadre: run 2 is disproved: who did not fit any more when it was published was altered; need 'N-1'
cadre: run 2 is disproved: who did not fit any more when it was published was altered; need 'N-3'
cadre: run 2 is disproved: who did not fit any more when it was published was altered; need 'N-1'
END
step 'it holds again' 0 cadre -q verify 2
step 'so does the other one' 0 cadre -q verify 1

finish
