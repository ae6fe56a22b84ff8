-- shape: many
-- $1::bigint number
SELECT natural_key, need_code, fit_bp FROM cadre.run_assignment WHERE run = $1 ORDER BY natural_key COLLATE "C"
