-- Of the runs that there were at a time, and published or not as they were then; NULL = now.
-- shape: maybe
-- $1::date day
-- $2::timestamptz known_at
SELECT * FROM cadre.run_heads($2) WHERE as_of <= $1 ORDER BY as_of DESC, recorded_at DESC LIMIT 1
