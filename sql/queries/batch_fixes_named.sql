-- A record has up to 64 lines, and a finding stands in the line of its field. What the remedy is to delete needs not be named.
-- shape: one
-- $1::bigint number
-- $2::bigint[] lines
-- $3::bigint[] records
WITH family AS (SELECT b.number FROM cadre.batch b WHERE b.number = $1 OR b.fixes = $1)
SELECT count(*) AS named, EXISTS (SELECT FROM cadre.batch_finding f
                                  WHERE f.batch IN (SELECT m.number FROM family m) AND f.code = 'R039' AND cadre.mended_in(f.mended_by, f.outdone_by) IS NULL) AS to_delete
FROM unnest($2, $3) AS n (line, record)
WHERE EXISTS (SELECT FROM cadre.batch_finding f
              WHERE f.batch IN (SELECT m.number FROM family m) AND f.record_no = n.record AND f.line_no BETWEEN n.line AND n.line + 63 AND f.code !~ '^W')
