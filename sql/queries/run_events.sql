-- What became of a run, the first event first.
-- shape: many
-- $1::bigint run
SELECT recorded_at, event, role, why FROM cadre.run_event WHERE run = $1 ORDER BY recorded_at
