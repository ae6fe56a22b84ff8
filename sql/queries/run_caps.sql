-- shape: many
-- $1::bigint number
SELECT kind, name, of, stated, placed, most, filled, price, worth_priority, worth_fit_bp, worth_exact
FROM cadre.run_cap WHERE run = $1 ORDER BY place
