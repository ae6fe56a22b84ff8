-- A whole set is older than what is known of its need.
-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH late AS (
    SELECT i.record_no FROM pg_temp.incoming i
    WHERE EXISTS (SELECT FROM cadre.need_alternative a
                  WHERE a.need_code = i.need_code AND upper_inf(a.recorded) AND lower(a.valid) > $2)
), dropped AS (
    DELETE FROM pg_temp.incoming i USING late WHERE i.record_no = late.record_no
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, 'X013', NULL FROM late
