-- Rows with different keys that turn out to name the same thing.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH repeated AS (
    SELECT i.record_no, k.rivals
    FROM pg_temp.incoming i
    JOIN (SELECT key, min(record_no) AS rivals FROM pg_temp.incoming GROUP BY key HAVING count(*) > 1) AS k USING (key)
), dropped AS (
    DELETE FROM pg_temp.incoming i USING repeated r WHERE i.record_no = r.record_no
)
INSERT INTO pg_temp.merge_rejected (record_no, code, rivals)
SELECT record_no, 'X012', rivals FROM repeated
