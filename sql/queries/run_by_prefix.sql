-- shape: many
-- $1::text prefix
SELECT * FROM cadre.run_heads(NULL) WHERE digest LIKE $1 || '%' ORDER BY number DESC LIMIT 2
