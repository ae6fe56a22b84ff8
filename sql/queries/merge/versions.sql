-- shape: one
-- $1::text target
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
SELECT rows_new, rows_changed, rows_unchanged
FROM cadre.merge_versions($1::regclass, $2, $3, $4)
