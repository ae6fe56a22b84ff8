#!/bin/sh
# Closed descriptors, full devices, no terminal.
# shellcheck source=tests/e2e/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-01

closed_in() { cadre "$@" <&-; }
closed_out() { cadre "$@" >&-; }
closed_err() { cadre "$@" 2>&-; }
closed_all() { cadre "$@" <&- >&- 2>&-; }
full_out() { cadre "$@" >/dev/full; }
full_err() { cadre "$@" 2>/dev/full; }

step 'stdin closed' 0 closed_in report gap --format json -o gap.json
no_out
no_err
step 'stdin closed, and it is what is read' 4 closed_in import roster - -s BAKU
no_out
err <<'END'
cadre: cannot read '<stdin>': Bad file descriptor
END
step 'stdout closed' 7 closed_out run list
no_out
err <<'END'
cadre: cannot write standard output: Bad file descriptor
END
step 'stdout closed, nothing to say there' 0 closed_out report gap --format json -o closed.json
no_out
no_err
holds 'the report is whole' cmp gap.json closed.json
step 'stderr closed' 2 closed_err verify 9
no_out
step 'all closed' 0 closed_all report gap --format json -o all.json
holds 'the report is whole' cmp gap.json all.json
step 'all closed, a fault is in the exit code' 2 closed_all verify 9

step 'stdout is full' 7 full_out run list
no_out
err <<'END'
cadre: cannot write standard output: No space left on device
END
step 'a long report, stdout is full' 7 full_out report staffing
no_out
err <<'END'
cadre: cannot write standard output: not everything could be written
END
step 'help, stdout is full' 7 full_out --help
no_out
err <<'END'
cadre: cannot write standard output: No space left on device
END
step 'stderr is full' 2 full_err verify 9
step 'a report into a full device' 7 cadre report gap --format html -o /dev/full
no_out
err <<'END'
cadre: cannot write '/dev/full': No space left on device
END
holds 'the device is there' test -c /dev/full

# A signal ends at once. The import has staged its rows and waits for the registry, which another
# holds; then it is ended.
before=$(sql 'SELECT count(*) FROM cadre.batch')
sql "SELECT pg_advisory_lock(1, hashtext('')), pg_sleep(60)" >/dev/null 2>&1 &
comes answers "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1" 1
sed -e 's/Anar/Anar Əli/' "$DATA/roster.csv" >changed.csv
for signal in INT TERM; do
    # A shell's background job ignores SIGINT; the program is given it back.
    env --default-signal=INT "$PROGRAM" --data-dir "$WORK/db" import roster changed.csv -s BAKU \
        >/dev/null 2>&1 &
    importer=$!
    comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadre import BAKU'
                   AND wait_event = 'advisory'" 1
    kill -s "$signal" "$importer"
    wait "$importer"
    code=$?
    [ "$signal" = INT ] && wanted=130 || wanted=143
    holds "ended by SIG$signal" test "$code" -eq "$wanted"
done
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'another office' AND pid <> pg_backend_pid()" >/dev/null
comes answers "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'cadre import%'" 0
holds 'nothing half stored' test "$(sql 'SELECT count(*) FROM cadre.batch')" = "$before"
holds 'no staging is left' test \
    "$(sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'")" = 0
holds 'no temporary is left' test -z "$(find . -name '*.tmp')"
step 'and the same import works afterwards' 0 \
    cadre -q import roster changed.csv -s BAKU --effective 2026-04-01
no_out
no_err

finish
