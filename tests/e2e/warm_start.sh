#!/bin/sh
# Where the solver begins changes how long it takes and nothing else: from the prices of the last
# published run, from other prices and from none at all a match comes to the same bytes.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cadre -q demo --out made --specialists 1500 --seed 5
socket=$(cadre db status | sed -n "s/^connection.*host='\([^']*\)'.*/\1/p")
name_of() { echo "host=$socket port=5432 user=cadre dbname=$1"; }
on() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$(name_of "$1")" -c "$2"; }

for database in warm other none; do
    on postgres "CREATE DATABASE $database TEMPLATE cadre_demo"
done
holds 'the demo has published a run' test \
    "$(on warm "SELECT count(*) FROM cadre.run_price WHERE run = cadre.run_in_force('infinity')")" -gt 50
on other "SET session_replication_role = replica;
          UPDATE cadre.run_price SET price = (hashtext(need_code) % 30000)::bigint * 100"
on none "SET session_replication_role = replica; DELETE FROM cadre.run_price"

for day in 2026-04-20 2026-07-01; do
    for mode in optimal stable; do
        for database in warm other none; do
            "$PROGRAM" -d "$(name_of $database)" -q match --as-of $day --mode $mode
            on $database "SELECT r.result_digest, r.fit_bp, r.held, m.other_fit_bp FROM cadre.run r
                          JOIN cadre.run_measure m ON m.run = r.number ORDER BY r.number DESC LIMIT 1" >$database.said
            on $database "SELECT natural_key, need_code FROM cadre.run_assignment
                          WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY natural_key COLLATE \"C\"" >>$database.said
        done
        holds "$mode on $day: somebody is placed" test "$(wc -l <warm.said)" -gt 100
        holds "$mode on $day: from other prices the same" cmp -s warm.said other.said
        holds "$mode on $day: from none the same" cmp -s warm.said none.said
    done
done
step 'the run holds' 0 "$PROGRAM" -d "$(name_of warm)" -q verify last

finish
