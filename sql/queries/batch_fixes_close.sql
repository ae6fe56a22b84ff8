-- A row that was deleted is mended when its remedy was that: another one came in its stead, or it was the header of a second table.
-- shape: none
-- $1::bigint number
-- $2::bigint by_batch
-- $3::bigint[] mended
-- $4::bigint[] kept_out
-- $5::bigint[] taken
-- $6::bigint[] key_hashes
WITH by_this AS (
    UPDATE cadre.batch SET fixes = $1 WHERE number = $2
), open_findings AS (
    SELECT f.batch, f.ordinal, f.record_no, f.code
    FROM cadre.batch_finding f
    WHERE (f.batch = $1 OR f.batch IN (SELECT b.number FROM cadre.batch b WHERE b.fixes = $1)) AND f.mended_by IS NULL AND f.batch <> $2
), closed AS (
    (SELECT unnest($3) AS record_no
     UNION SELECT o.record_no FROM cadre.records_outdone($1, $5, $6, $3 || $4) AS o
     UNION SELECT f.record_no FROM open_findings f WHERE f.code = 'R039' AND f.record_no > 0)
    EXCEPT SELECT unnest($4)
)
UPDATE cadre.batch_finding f
SET mended_by = $2
FROM open_findings o JOIN closed c USING (record_no)
WHERE f.batch = o.batch AND f.ordinal = o.ordinal
