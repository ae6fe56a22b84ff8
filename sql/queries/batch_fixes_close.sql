-- shape: none
-- $1::bigint number
-- $2::bigint by_batch
-- $3::bigint[] mended
-- $4::bigint[] kept_out
WITH by_this AS (UPDATE cadre.batch SET fixes = $1 WHERE number = $2)
UPDATE cadre.batch_finding f
SET mended_by = $2
WHERE (f.batch = $1 OR f.batch IN (SELECT b.number FROM cadre.batch b WHERE b.fixes = $1))
  AND f.record_no = ANY ($3) AND f.record_no <> ALL ($4) AND f.mended_by IS NULL AND f.batch <> $2
