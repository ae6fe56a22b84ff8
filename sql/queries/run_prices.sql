-- shape: many
-- $1::bigint number
SELECT need_code, seats, price FROM cadre.run_price WHERE run = $1 ORDER BY need_code COLLATE "C"
