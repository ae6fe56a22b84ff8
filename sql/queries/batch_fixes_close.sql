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
), findings AS (
    SELECT f.batch, f.ordinal, f.record_no, f.code, f.mended_by, cadre.mended_in(NULL, f.outdone_by) IS NOT NULL AS outdone
    FROM cadre.batch_finding f
    WHERE (f.batch = $1 OR f.batch IN (SELECT b.number FROM cadre.batch b WHERE b.fixes = $1)) AND f.batch <> $2
), came AS (
    SELECT unnest($3) AS record_no EXCEPT SELECT unnest($4)
), gone AS (
    (SELECT o.record_no FROM cadre.records_outdone($1, $5, $6, $3 || $4) AS o
     UNION SELECT f.record_no FROM findings f WHERE f.code = 'R039' AND f.record_no > 0)
    EXCEPT SELECT unnest($3 || $4)
), closed AS (
    SELECT c.record_no, true AS itself FROM came c UNION ALL SELECT g.record_no, false FROM gone g
)
UPDATE cadre.batch_finding f
SET mended_by = CASE WHEN c.itself THEN $2 ELSE f.mended_by END, outdone_by = CASE WHEN c.itself THEN f.outdone_by ELSE $2 END
FROM findings o JOIN closed c USING (record_no)
WHERE f.batch = o.batch AND f.ordinal = o.ordinal AND CASE WHEN c.itself THEN o.mended_by IS NULL ELSE NOT o.outdone END
