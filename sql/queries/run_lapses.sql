-- shape: many
-- $1::bigint run
SELECT natural_key, need_code, reason FROM cadre.run_lapse WHERE run = $1
ORDER BY need_code COLLATE "C", natural_key COLLATE "C" NULLS FIRST
