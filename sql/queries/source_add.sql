-- shape: none
-- $1::text code
-- $2::text owner
INSERT INTO cadre.source (code, owner, created_at) VALUES ($1, $2, clock_timestamp())
ON CONFLICT (code) DO NOTHING
