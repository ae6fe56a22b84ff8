#!/bin/sh
# A match that may not keep all pairs comes to the same bytes: in both modes, by a policy that lets
# wishes weigh, where it solves what a published run left open, with decisions, and with limits.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cadre -q demo --out made --specialists 3000 --seed 9
socket=$(cadre db status | sed -n "s/^connection.*host='\([^']*\)'.*/\1/p")
name_of() { echo "host=$socket port=5432 user=cadre dbname=$1"; }
on() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$(name_of "$1")" -c "$2"; }

for size in 12X M -1 0 1.5G 9999999999G ''; do
    step "no size: '$size'" 2 cadre --demo match --memory "$size"
    no_out
    err <<END
cadre: '--memory $size' is no size
  hint: it can be 512M, 2G or a number of bytes
END
done

# Without decisions first: the demo's own are taken out.
for database in whole few; do
    on postgres "CREATE DATABASE $database TEMPLATE cadre_demo"
    on $database "SET session_replication_role = replica; DELETE FROM cadre.decision"
done

# on_both WORDS...: the same match with all pairs and with as few as it takes.
on_both() {
    "$PROGRAM" -d "$(name_of whole)" match "$@" --memory 64G >whole.said || fail 'it fails'
    "$PROGRAM" -d "$(name_of few)" match "$@" --memory 1K --progress json >few.said 2>few.told ||
        fail 'it fails'
    for database in whole few; do
        on $database "SELECT r.digest, r.result_digest, r.pairs, r.filled, r.fit_bp, r.held, m.other_filled, m.other_fit_bp
                      FROM cadre.run r JOIN cadre.run_measure m ON m.run = r.number ORDER BY r.number DESC LIMIT 1;
                      SELECT natural_key, need_code, fit_bp, kept FROM cadre.run_assignment
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY natural_key COLLATE \"C\";
                      SELECT need_code, reason, people FROM cadre.run_reason
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY need_code COLLATE \"C\", reason;
                      SELECT place, natural_key, need_code, verdict, gain_filled, gain_fit_bp, gain_held FROM cadre.run_override
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY place;
                      SELECT gain_filled, gain_fit_bp, gain_held FROM cadre.run_override_all
                      WHERE run = (SELECT max(number) FROM cadre.run);
                      SELECT place, kind, name, of, most, filled, price, worth_priority, worth_fit_bp FROM cadre.run_cap
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY place;
                      SELECT need_code, name, open_most, open_filled, price, worth_priority, worth_fit_bp FROM cadre.run_reserve
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY need_code COLLATE \"C\";
                      SELECT need_code, price FROM cadre.run_price
                      WHERE run = (SELECT max(number) FROM cadre.run) ORDER BY need_code COLLATE \"C\"" >>$database.said || fail 'what is stored cannot be read'
    done
    STEP="match $*"
    holds "$STEP: the same" cmp whole.said few.said
    holds "$STEP: somebody is placed" test "$(wc -l <few.said)" -gt 100
    holds "$STEP: it holds" "$PROGRAM" -d "$(name_of few)" -q verify last
}

on_both --as-of 2026-04-20
# What is best of a part of the pairs proves nothing: the bound is told when all were looked at.
holds 'phases without a bound' test "$(grep '"phase"' few.told | grep -c '"gap_bp"')" -eq 0
holds 'some phases' grep -q '"phase": "refinement"' few.told
holds 'nothing else is told' sh -c '! grep -v "^{" few.told'
holds 'proven in the end' grep -q '"stage": "solving", "state": "done".*"gap_bp": 0}' few.told
on_both --as-of 2026-04-20 --mode stable
echo '{"wishes": 800}' >wishes.json
on_both --as-of 2026-04-20 --policy wishes.json
on_both --as-of 2026-04-21 --publish
run=$(on few "SELECT cadre.run_in_force('infinity')")
on_both --as-of 2026-05-01 --residual "$run"
on_both --as-of 2026-05-01 --residual "$run" --mode stable
# Three people are bound to where they sit, two may not sit there.
on few "SELECT 'person_source;source_person_id;need_code;verdict;by;decided_on'
               UNION ALL
               (SELECT r.source || ';' || r.source_person_id || ';' || a.need_code || ';'
                       || CASE WHEN row_number() OVER (ORDER BY a.natural_key COLLATE \"C\") <= 3 THEN 'lock' ELSE 'forbid' END
                       || ';MOD;2026-03-20'
                FROM cadre.run_assignment a
                JOIN LATERAL (SELECT source, source_person_id FROM cadre.source_record
                              WHERE person_id = a.person_id AND upper_inf(recorded) AND source_person_id IS NOT NULL
                              LIMIT 1) r ON true
                WHERE a.run = cadre.run_in_force('infinity')
                ORDER BY a.natural_key COLLATE \"C\" LIMIT 5)" >decisions.csv
holds 'five decisions' test "$(wc -l <decisions.csv)" -eq 6
for database in whole few; do
    "$PROGRAM" -d "$(name_of $database)" -q import decisions decisions.csv --source REC-SERV \
        --effective 2026-03-20 2>/dev/null
done
on_both --as-of 2026-05-02
holds 'decisions bind' grep -q '^by decisions: [1-9]' few.said
holds 'nothing is told of decisions' sh -c '! grep -v "^{" few.told'
on_both --as-of 2026-05-02 --mode stable
# Of all kinds, in one another, some of which let nobody in; the decisions bind here too.
cat >limits.json <<'END'
{"quotas": [{"name": "capital", "needs": {"region": "AZ-BA"}, "share": "12%"}],
 "draws": [{"name": "offices", "people": {"owner": "*"}, "share": "14%"}],
 "reserves": [{"name": "women", "needs": {"priority": [1, 2, 3]}, "people": {"sex": "F"}, "share": "50%"}]}
END
cat >closed.json <<'END'
{"quotas": [{"name": "first", "needs": {"priority": [1]}, "most": 0}],
 "draws": [{"name": "offices", "people": {"owner": "*"}, "share": "3%"}, {"name": "banks", "people": {"sector": "finance"}, "most": 0}],
 "reserves": [{"name": "women", "needs": {"priority": [2]}, "people": {"sex": "F"}, "share": "100%"}]}
END
for policy in limits closed; do
    on_both --as-of 2026-05-03 --policy $policy.json
    holds 'some are full' grep -q '^limits: .*[1-9][0-9]* full' few.said
    holds 'nothing is told of limits' sh -c '! grep -v "^{" few.told'
    on_both --as-of 2026-05-03 --policy $policy.json --mode stable
done
on_both --as-of 2026-05-03 --residual "$run" --policy limits.json
holds 'there are more pairs than a match keeps at first' test \
    "$(on few "SELECT count(*) FROM cadre.run WHERE pairs > people")" -ge 10

finish
