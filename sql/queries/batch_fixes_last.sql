-- The last record that the ledger knows of a batch and of what mended it.
-- shape: one
-- $1::bigint number
WITH family AS (SELECT b.number, b.rows_read FROM cadre.batch b WHERE b.number = $1 OR b.fixes = $1)
SELECT greatest((SELECT max(m.rows_read) FROM family m WHERE m.number = $1),
                (SELECT max(f.record_no) FROM cadre.batch_finding f WHERE f.batch IN (SELECT m.number FROM family m)),
                (SELECT max(r.record_no) FROM cadre.batch_rival r WHERE r.batch IN (SELECT m.number FROM family m))) AS last
