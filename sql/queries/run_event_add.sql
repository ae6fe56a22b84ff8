-- shape: none
-- $1::bigint run
-- $2::timestamptz recorded_at
-- $3::text event
-- $4::text why
INSERT INTO cadre.run_event (run, recorded_at, event, why) VALUES ($1, $2, $3, $4)
