-- Nobody sits in two seats at once.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH sitting AS (
    SELECT record_no, person_id, key, from_on, daterange(from_on, until_on, '[]') AS days
    FROM pg_temp.incoming
    WHERE status IN ('accepted', 'ordered', 'posted')
    UNION ALL
    SELECT NULL, p.person_id, p.key, p.from_on, daterange(p.from_on, p.until_on, '[]')
    FROM cadre.placement p
    WHERE upper_inf(p.recorded) AND p.valid @> $2 AND p.status IN ('accepted', 'ordered', 'posted')
      AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = p.key)
), overlapping AS (
    SELECT DISTINCT a.record_no
    FROM sitting a JOIN sitting b ON b.person_id = a.person_id AND b.key <> a.key AND b.days && a.days
    WHERE a.record_no IS NOT NULL
), dropped AS (
    DELETE FROM pg_temp.incoming i USING overlapping o WHERE i.record_no = o.record_no
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, 'X015', 'from_on' FROM overlapping
