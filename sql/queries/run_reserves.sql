-- shape: many
-- $1::bigint number
SELECT need_code, name, open_most, open_filled, price, worth_priority, worth_fit_bp
FROM cadre.run_reserve WHERE run = $1 ORDER BY need_code COLLATE "C"
