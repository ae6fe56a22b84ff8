-- shape: none
-- $1::bigint run
-- $2::timestamptz recorded_at
-- $3::text event
-- $4::text why
-- $5::date looked_as_of
-- $6::timestamptz looked_known_at
WITH counted AS (
    INSERT INTO cadre.run_event_count AS c (run, events, sealed) VALUES ($1, 1, 1)
    ON CONFLICT (run) DO UPDATE SET events = c.events + 1, sealed = c.sealed + 1)
INSERT INTO cadre.run_event (run, recorded_at, event, role, why, looked_as_of, looked_known_at, seal)
VALUES ($1, $2, $3, session_user, $4, $5, $6, cadre.run_event_seal($1, $2, $3, session_user, $4, $5, $6))
