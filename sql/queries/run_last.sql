-- shape: maybe
SELECT * FROM cadre.run_heads(NULL) ORDER BY recorded_at DESC LIMIT 1
