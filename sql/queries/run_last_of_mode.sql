-- shape: maybe
-- $1::text mode
SELECT * FROM cadre.run_heads(NULL) WHERE mode = $1 ORDER BY recorded_at DESC LIMIT 1
