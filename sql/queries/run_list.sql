-- shape: many
SELECT * FROM cadre.run_heads(NULL) ORDER BY number DESC
