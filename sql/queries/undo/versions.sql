-- shape: one
-- $1::bigint number
-- $2::timestamptz undone_at
SELECT cadre.undo_versions($1, $2) AS records
