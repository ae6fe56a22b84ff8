-- shape: many
-- $1::bigint number
SELECT line_no, record_no, column_name, code, cadre.mended_in(mended_by, outdone_by) AS mended_by
FROM cadre.batch_finding
WHERE batch = $1
ORDER BY ordinal
