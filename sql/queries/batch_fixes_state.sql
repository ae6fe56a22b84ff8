-- shape: one
-- $1::bigint number
SELECT count(*) AS findings, count(cadre.mended_in(mended_by, outdone_by)) AS mended
FROM cadre.batch_finding
WHERE batch = $1 AND record_no > 0 AND code !~ '^W'
