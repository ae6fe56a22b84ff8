-- shape: one
-- $1::text target
-- $2::date effective
-- $3::boolean late
-- $4::boolean first
-- $5::text[] corrections
SELECT rows_incoming, rows_known, rows_unchanged, rows_renamed
FROM cadre.compare_incoming($1::regclass, $2, $3, $4, $5)
