-- shape: maybe
-- $1::bigint number
SELECT * FROM cadre.run_heads(NULL) WHERE number = $1
