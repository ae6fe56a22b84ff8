#!/bin/sh
# What becomes of a match run: approved, rejected, published, withdrawn, each with its reason.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-01

step 'a verdict wants a reason' 2 cadre run approve last
no_out
err <<'END'
cadre: 'cadre run approve' wants --why TEXT
  hint: the reason is stored with the run, for those who come after
END
step 'blanks are none' 2 cadre run reject last --why ' '
step 'a run that is not there' 2 cadre run reject 9 --why 'x'
no_out
err <<'END'
cadre: there is no run '9'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END
step 'rejected' 0 cadre run reject last --why 'the needs are of last year'
out <<'END'
run 1 is rejected: it cannot be published
END
no_err
step 'it is not published' 4 cadre match --as-of 2026-03-01 --publish
no_out
err <<'END'
cadre: run 1 was rejected by the role 'cadre': the needs are of last year
  hint: 'cadre run approve 1 --why TEXT' takes the rejection back; 'cadre match' makes another run when something has changed
END
step 'unchanged, it is the answer still' 0 cadre match --as-of 2026-03-01
holds 'rejected' grep -q '^run 1 .*: unchanged, rejected$' .out
err <<'END'
cadre: run 1 of the same inputs was rejected by the role 'cadre': the needs are of last year; it stays the answer until something changes, or 'cadre run approve 1 --why TEXT' takes the rejection back
END
step 'the list says so' 0 cadre run list
holds 'rejected' grep -q '^  1  .*2026-03-01  optimal  rejected ' .out
step 'approved after all' 0 cadre run approve 1 --why 'they were looked at again'
out <<'END'
run 1 is approved: it may be published
END
step 'and published' 0 cadre -q match --as-of 2026-03-01 --publish
step 'its story' 0 cadre run show 1
plain .out | tr -s ' ' | grep '^TIME' >story && mv story .out
out <<'END'
TIME rejected cadre the needs are of last year
TIME approved cadre they were looked at again
TIME published cadre —
END
step 'what is published is judged no more' 4 cadre run reject 1 --why 'too late'
no_out
err <<'END'
cadre: run 1 is published already
  hint: 'cadre run withdraw 1' takes it back
END

# Two pairs of eyes, where the run's policy asks for them.
step 'approval and publication at once are none' 2 cadre match --approval --publish
no_out
err <<'END'
cadre: '--publish' and '--approval' exclude one another
END
echo '{"approval": true}' >eyes.json
step 'nor by a policy that asks for it' 2 cadre match --policy eyes.json --publish
no_out
err <<'END'
cadre: '--publish' and a policy with "approval" exclude one another
END
step 'a run that wants an approval' 0 cadre -q match --as-of 2026-04-01 --approval
step 'it verifies' 0 cadre -q verify last
step 'the same again is the same run' 0 cadre match --as-of 2026-04-01 --approval
holds 'unchanged' grep -q '^run 2 .*: unchanged, draft$' .out
step 'its maker does not approve it' 4 cadre run approve 2 --why 'I like it'
no_out
err <<'END'
cadre: run 2 was made by the role 'cadre', and its policy wants another role's approval than that of 'cadre'
  hint: let somebody approve it who connects as another database role
END
sql "CREATE ROLE colonel LOGIN; GRANT USAGE ON SCHEMA cadre TO colonel;
     GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA cadre TO colonel"
hba=$(sql 'SHOW hba_file')
{ echo 'local cadre colonel trust' && cat "$hba"; } >rules
cat rules >"$hba"
sql 'SELECT pg_reload_conf()' >/dev/null
# shellcheck disable=SC2317 # called by step
colonel() {
    "$PROGRAM" -d "$(connection | sed 's/user=cadre/user=colonel/')" "$@"
}
comes colonel -q run show 2 >/dev/null
step 'somebody else does' 0 colonel run approve 2 --why 'seen by the board'
out <<'END'
run 2 is approved: it may be published
END
no_err
holds 'as the role it is' answers \
    "SELECT role, why FROM cadre.run_event WHERE run = 2" 'colonel|seen by the board'

# Taken back.
step 'a draft is not withdrawn' 4 cadre run withdraw 2 --why 'x'
no_out
err <<'END'
cadre: run 2 is not published: there is nothing to withdraw
  hint: 'cadre run reject 2 --why TEXT' keeps it from being published
END
step 'a published one is' 0 cadre run withdraw 1 --why 'published by mistake'
out <<'END'
run 1: withdrawn
END
step 'once' 0 cadre run withdraw 1 --why 'published by mistake'
out <<'END'
run 1: unchanged, it was withdrawn already
END
step 'it still verifies' 0 cadre -q verify 1
step 'and the run that rests on it' 0 cadre -q verify 2
step 'it answers no more' 0 cadre match --as-of 2026-03-01 --publish
holds 'another run does' grep -q '^run 3 .*: published now$' .out
step 'which verifies' 0 cadre -q verify last

# When a run was published and withdrawn decides on which one the next rests, and which acceptances count.
# untimely TITLE SET: run 1 with that is disproved, and holds when it is undone.
untimely() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS SELECT * FROM cadre.run WHERE number = 1;
         UPDATE cadre.run SET $2 WHERE number = 1; COMMIT" || fail "cannot tamper: $1"
    step "$1" 1 cadre verify 1
    holds "$1: told" grep -qF 'when it was published or withdrawn cannot be, or is not when that was noted' .err
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         UPDATE cadre.run r SET published_at = k.published_at, withdrawn_at = k.withdrawn_at
         FROM public.kept k WHERE r.number = k.number; DROP TABLE public.kept; COMMIT" || fail "cannot undo: $1"
    holds "$1: undone, it holds" cadre -q verify 1
}
untimely 'published a moment later' "published_at = published_at + interval '1 microsecond'"
untimely 'withdrawn a moment earlier' "withdrawn_at = withdrawn_at - interval '1 microsecond'"
untimely 'never withdrawn' 'withdrawn_at = NULL'
untimely 'never published' 'published_at = NULL, withdrawn_at = NULL'

# What was said of it, by whom and why, is sealed.
# unsealed RUN TITLE SQL: the run with that is disproved, and holds when it is undone.
unsealed() {
    sql "BEGIN; SET LOCAL session_replication_role = replica;
         CREATE TABLE public.kept AS TABLE cadre.run_event; $3; COMMIT" || fail "cannot tamper: $2"
    step "$2" 1 cadre verify "$1"
    cat .err >>told
    sql "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM cadre.run_event;
         INSERT INTO cadre.run_event TABLE public.kept; DROP TABLE public.kept; COMMIT" || fail "cannot undo: $2"
    holds "$2: undone, it holds" cadre -q verify "$1"
}
unsealed 2 'another role' "UPDATE cadre.run_event SET role = 'general' WHERE run = 2"
unsealed 2 'another reason' "UPDATE cadre.run_event SET why = 'seen by nobody' WHERE run = 2"
unsealed 2 'no reason' 'UPDATE cadre.run_event SET why = NULL WHERE run = 2'
unsealed 2 'a verdict turned' "UPDATE cadre.run_event SET event = 'rejected' WHERE run = 2"
unsealed 2 'no seal' "UPDATE cadre.run_event SET role = 'general', seal = NULL WHERE run = 2"
unsealed 1 'another reason to withdraw it' "UPDATE cadre.run_event SET why = 'bribed' WHERE run = 1 AND event = 'withdrawn'"
unsealed 1 'the first one without its seal' \
    "UPDATE cadre.run_event SET seal = NULL WHERE recorded_at = (SELECT min(recorded_at) FROM cadre.run_event)"
unsealed 1 'the rejection is gone' "DELETE FROM cadre.run_event WHERE run = 1 AND event = 'rejected'"
holds 'told' test "$(grep -c 'is disproved: what became of it, by whom, when or why, is not what was sealed$' told)" -eq 8
step 'published by its approval' 0 cadre -q run publish 2 --as-of 2026-04-01
step 'it verifies' 0 cadre -q verify 2
step 'what is solved of it is not published without' 2 cadre match --as-of 2026-04-01 --residual 2 --publish
no_out
err <<'END'
cadre: what is solved of run 2 wants another role's approval, as that did
  hint: without '--publish' it is a draft: 'cadre run approve'
END
step 'it is a draft' 0 cadre -q match --as-of 2026-04-01 --residual 2
residual=$(sql 'SELECT max(number) FROM cadre.run')
step 'nor later' 4 cadre run publish "$residual" --as-of 2026-04-01
no_out
holds 'told' grep -q 'is not approved: its policy wants the approval of another role' .err
step 'and it verifies' 0 cadre -q verify "$residual"
unsealed 2 'the approval is gone' "DELETE FROM cadre.run_event WHERE run = 2 AND event = 'approved'"
holds 'told' grep -qx 'cadre: run 2 is disproved: it is published, and not approved by another role as its policy asks for' told

# A rejection is of what comes out: who asks for no approval any more has the same answer.
cadre -q match --as-of 2026-05-01 --approval
judged=$(sql 'SELECT max(number) FROM cadre.run')
colonel -q run reject "$judged" --why 'N-2 is closed'
step 'without the approval' 0 cadre match --as-of 2026-05-01
holds 'the same' grep -q "^run $judged .*: unchanged, rejected$" .out
sed -i "s/\b$judged\b/N/g" .err
err <<'END'
cadre: run N of the same inputs was rejected by the role 'colonel': N-2 is closed; it stays the answer until something changes, or 'cadre run approve N --why TEXT' takes the rejection back
END
step 'nor is it published so' 4 cadre match --as-of 2026-05-01 --publish
no_out
holds 'told' grep -q "^cadre: run $judged was rejected by the role 'colonel': N-2 is closed$" .err
step 'another mode is another answer' 0 cadre match --as-of 2026-05-01 --mode stable
holds 'a draft' grep -q "^run $((judged + 1)) .*: draft$" .out
no_err
step 'and another day' 0 cadre match --as-of 2026-05-02
holds 'a draft, too' grep -q "^run $((judged + 2)) .*: draft$" .out
no_err
cadre -q run reject $((judged + 2)) --why 'N-2 is closed'
step 'an approval that was not wanted' 0 cadre match --as-of 2026-05-02 --approval
holds 'another run' grep -q "^run $((judged + 3)) .*: draft$" .out
sed -i "s/\b$((judged + 2))\b/N/g; s/\b$((judged + 3))\b/M/g" .err
err <<'END'
cadre: run N of the same inputs was rejected by the role 'cadre': N-2 is closed; run M is made beside it, which wants another role's approval
END
step 'again' 0 cadre match --as-of 2026-05-02 --approval
holds 'unchanged' grep -q "^run $((judged + 3)) .*: unchanged, draft$" .out
no_err
step 'all hold' 0 cadre -q verify last

cadre -q match --as-of 2026-04-02
draft=$(sql 'SELECT max(number) FROM cadre.run')
sql "SET session_replication_role = replica; UPDATE cadre.run SET published_at = recorded_at WHERE number = $draft" ||
    fail 'cannot tamper'
step 'a draft is said to be published' 1 cadre verify "$draft"
holds 'told' grep -qF 'when it was published or withdrawn cannot be, or is not when that was noted' .err

finish
