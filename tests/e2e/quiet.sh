#!/bin/sh
# From cron: silent when all is well, one line when somebody has to act.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cp "$DATA"/*.csv .

silent() {
    step "silent: $*" 0 cadre -q "$@"
    holds "silent: $*" test ! -s .out -a ! -s .err
}

silent import organizations organizations.csv --effective 2026-03-01
silent import roster roster.csv -s BAKU --effective 2026-03-01
silent import roster roster.csv -s BAKU --effective 2026-03-01
silent import certifications certifications.csv -s BAKU --effective 2026-03-01
silent import needs needs.csv --effective 2026-03-01
silent match --as-of 2026-03-01 --publish
silent verify last
silent report gap -o out
silent check roster roster.csv
silent doctor
silent db upgrade
silent db start
silent db status

step 'rows were not taken' 1 \
    cadre -q import roster faults.csv -s BAKU --partial --effective 2026-03-02
no_out
err <<'END'
cadre: faults.csv: 5 of 7 rows were not taken: mend them in faults.csv.rejects.csv and import it with --fixes 5
END
step 'a file is refused' 4 cadre -q import roster needs.csv -s BAKU
no_out
err <<'END'
cadre: 'needs.csv' is refused: this looks like a file of another kind (F011); it has the columns of 'needs', try: cadre check needs needs.csv
END
head -n 3 roster.csv >few.csv
step 'too many would leave' 4 cadre -q import roster few.csv -s BAKU --effective 2026-03-03
no_out
err <<'END'
cadre: 'few.csv' is refused: 5 of the source's 7 records are not in this list: more than 5 % would leave; check that it is the whole list; then --max-removed N% allows it, or --partial lets nobody leave
END
fit=$(sql 'SELECT fit_bp FROM cadre.run')
sql "SET session_replication_role = replica; UPDATE cadre.run SET fit_bp = 1"
step 'disproved' 1 cadre -q verify last
no_out
err <<'END'
cadre: run 1 is disproved: the stated result is not that of the assignments
END
step 'a match goes past it' 1 cadre -q match --as-of 2026-03-01
no_out
err <<'END'
cadre: run 1 (published) would be the answer, but was altered: the stated result is not that of the assignments; run 2 is made, which rests on it; 'cadre run withdraw 1' takes it back, and 'cadre match' then makes one that does not
END
sql "SET session_replication_role = replica; UPDATE cadre.run SET fit_bp = $fit"
step 'no such run' 2 cadre -q verify 9
no_out
err <<'END'
cadre: there is no run '9'; 'cadre run list' shows them, 'cadre match' makes one
END
step 'nothing is reached' 3 "$PROGRAM" -q -d 'host=/nonexistent' run list
no_out
err <<'END'
cadre: cannot reach the database: connection to server on socket "/nonexistent/.s.PGSQL.5432" failed: No such file or directory; check -d, PGHOST and PGSERVICE, and that the server runs; 'cadre doctor' tells more
END
sql "DELETE FROM cadre.element"  2>/dev/null || sql "TRUNCATE cadre.element CASCADE"
step 'the doctor names the worst' 3 cadre -q doctor
no_out
err <<'END'
cadre: catalogue: 0 elements; load it with 'cadre db upgrade'
END

# No environment at all, as under a timer.
step 'without an environment' 0 env -i "$PROGRAM" --data-dir "$WORK/db" -q match --as-of 2026-03-01
no_out
no_err

finish
