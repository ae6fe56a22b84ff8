-- shape: one
-- $1::text target
-- $2::date effective
SELECT rows_new, rows_changed, rows_unchanged
FROM cadre.compare_incoming($1::regclass, $2)
