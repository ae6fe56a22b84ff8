-- Rows that a later row of their first file overruled: what stands of their keys stays.
-- shape: none
-- $1::bigint[] records
INSERT INTO pg_temp.merge_rejected (record_no, code)
SELECT d.record_no, 'X020'
FROM pg_temp.delta d
WHERE d.record_no = ANY ($1) AND d.known AND (d.changed OR d.corrected)
