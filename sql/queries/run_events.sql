-- What became of a run, the first event first.
-- shape: many
-- $1::bigint run
SELECT recorded_at, event, role, why, looked_as_of, looked_known_at, seal IS NOT NULL AS sealed
FROM cadre.run_event WHERE run = $1 ORDER BY recorded_at
