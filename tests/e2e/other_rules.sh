#!/bin/sh
# Runs that were made before an upgrade whose shipped rules differ: neither proved nor disproved, where they
# are unaltered; disproved as ever, where they are not; and who reads of them is warned. What is built upon
# them needs no proof.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

OTHER=${CADRE_OTHER_RULES:?'names the built tests/integration/cadre_other_rules'}

# other WHAT ARGUMENT...: the program as it is when it lacks WHAT.
# shellcheck disable=SC2317 # step calls it
other() {
    lacks=$1
    shift
    env CADRE_LACKS="$lacks" "$OTHER" --data-dir "$WORK/db" "$@"
}

fill_registry 2>/dev/null
step 'a run of this version' 0 cadre -q match --as-of 2026-04-01
step 'it holds' 0 cadre -q verify 1

# ---- rules that concern nobody whom the run placed ------------------------------------------------
step 'by another version' 6 other 'alignments credential CFR' verify 1
no_out
err <<'END'
cadre: run 1 was made by other rules (policy or catalogue) than this program has: its inputs and its result are unaltered; whether a better assignment exists only the cadre that made it can tell
  hint: verify it with that cadre; 'cadre match' makes a run by these rules
END
step 'its reports come with a warning' 0 other 'alignments credential CFR' report staffing --run 1
err <<'END'
cadre: run 1 was made by other rules (policy or catalogue) than this program has: who fits, and why, is told by these
END
step 'so do explanations' 0 other 'alignments credential CFR' explain --need N-1 --run 1
err <<'END'
cadre: run 1 was made by other rules (policy or catalogue) than this program has: who fits, and why, is told by these
END

# ---- rules by which somebody does not fit any more --------------------------------------------------
step 'nobody is called a forger for that' 6 other 'alignments credential Security+' verify 1
err <<'END'
cadre: run 1 was made by other rules (policy or catalogue) than this program has: its inputs and its result are unaltered; whether a better assignment exists only the cadre that made it can tell
  hint: verify it with that cadre; 'cadre match' makes a run by these rules
END
step 'it cannot be reported' 6 other 'service_rules engagement muster' report staffing --run 1
no_out
holds 'and why is said' grep -q \
    '^cadre: run 1 was made by other rules (policy or catalogue) than this program has, by which person P[0-9]* does not fit need' \
    .err

# ---- rules by which the registry cannot be read -----------------------------------------------------
step 'a fitness that is no code any more' 6 other 'code_lists code B' verify 1
err <<'END'
cadre: run 1 was made by other rules (policy or catalogue) than this program has: by these the registry cannot be read as it was: the registry holds the fitness 'B', which is not in the catalogue
  hint: verify it with that cadre; 'cadre match' makes a run by these rules
END
step 'nor is it a bug of a report' 6 other 'code_lists code B' report staffing --run 1
no_out

# ---- a run of the other version, read by this one ---------------------------------------------------
step 'the other version matches' 0 other 'alignments credential CFR' -q match --as-of 2026-04-01
step 'and proves it' 0 other 'alignments credential CFR' -q verify 2
step 'this one cannot' 6 cadre verify 2

step 'but tries files on it' 0 cadre match --what-if "$DATA/needs.csv"
no_err
step 'published' 0 cadre -q run publish 2 --as-of 2026-04-01
step 'and solves what it leaves open' 0 cadre -q match --residual 2 --as-of 2026-04-01
no_err
sql "SET session_replication_role = replica; UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1 WHERE run = 2"
step 'unless it was altered' 1 cadre match --residual 2 --as-of 2026-04-01
no_out
err <<'END'
cadre: run 2 (published) was altered, and nothing is built upon it: the digest of the result differs: assignments, prices, seats or the digest were altered
  hint: 'cadre run withdraw 2' takes it back, and 'cadre match' then makes one that does not rest on it
END

# ---- altered ------------------------------------------------------------------------------------------
sql "SET session_replication_role = replica;
     UPDATE cadre.run_assignment SET fit_bp = fit_bp + 1 WHERE run = 1"
step 'an altered result is disproved by any version' 1 other 'alignments credential CFR' verify 1
err <<'END'
cadre: run 1 is disproved: the digest of the result differs: assignments, prices, seats or the digest were altered
END
sql "SET session_replication_role = replica;
     UPDATE cadre.run_assignment SET fit_bp = fit_bp - 1 WHERE run = 1;
     UPDATE cadre.run SET policy = replace(policy, 'catalogue', 'catalogue 0') WHERE number = 1"
step 'so are altered rules' 1 other 'alignments credential CFR' verify 1
err <<'END'
cadre: run 1 is disproved: the run states other rules (policy or catalogue) than this program has, and the digest of its inputs differs: they were altered
END
step 'and by the version that made it' 1 cadre verify 1

finish
