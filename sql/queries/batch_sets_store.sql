-- Which set each row of a file names ('': none that can be read), and whether it was kept out.
-- shape: none
-- $1::bigint number
-- $2::bigint[] records
-- $3::text[] sets
-- $4::bigint[] kept_out
INSERT INTO cadre.batch_set (batch, set_name, stood, kept_out)
SELECT $1, r.set_name, bool_and(r.kept_out = 0), coalesce(array_agg(r.record ORDER BY r.record) FILTER (WHERE r.kept_out <> 0), '{}')
FROM unnest($2, $3, $4) AS r (record, set_name, kept_out)
GROUP BY r.set_name
