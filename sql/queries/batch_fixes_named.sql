-- A record has up to 64 lines, and a finding stands in the line of its field.
-- shape: one
-- $1::bigint number
-- $2::bigint[] lines
-- $3::bigint[] records
SELECT count(*) AS named
FROM unnest($2, $3) AS n (line, record)
WHERE EXISTS (SELECT FROM cadre.batch_finding f
              WHERE f.batch = $1 AND f.record_no = n.record AND f.line_no BETWEEN n.line AND n.line + 63 AND f.code !~ '^W')
