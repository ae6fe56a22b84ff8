-- Of a record that came twice the first row counts.
-- shape: none
-- $1::bigint number
-- $2::bigint[] rivals
-- $3::bigint[] records
-- $4::bigint[] key_hashes
INSERT INTO cadre.batch_rival (batch, rivals, record_no, key_hash)
SELECT $1, r.rivals, r.record_no, r.key_hash
FROM unnest($2, $3, $4) AS r (rivals, record_no, key_hash)
ON CONFLICT DO NOTHING
