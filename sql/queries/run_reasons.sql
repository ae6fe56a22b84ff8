-- shape: many
-- $1::bigint number
SELECT need_code, reason, people FROM cadre.run_reason WHERE run = $1 ORDER BY need_code COLLATE "C", reason
