-- A person gives each rank once, whoever brings the wishes; organizations may rank alike. Ranks change together: where two would be the
-- same, none of the person's new or changed wishes is taken. What is known already and said again is never rejected for a newer wish,
-- so that a list and its changes alone say the same.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH stands AS (
    SELECT t.key, t.person_id, t.rank
    FROM cadre.preference t
    WHERE t.side = 'person' AND upper_inf(t.recorded) AND t.valid @> $2
), stated AS (
    SELECT i.record_no, i.key, i.person_id, i.rank
    FROM pg_temp.incoming i
    WHERE i.side = 'person' AND NOT EXISTS (SELECT FROM stands s WHERE s.key = i.key AND s.rank = i.rank)
), ranked AS (
    SELECT person_id, rank FROM stated
    UNION ALL
    SELECT s.person_id, s.rank FROM stands s WHERE NOT EXISTS (SELECT FROM stated i WHERE i.key = s.key)
), unclear AS (
    SELECT DISTINCT person_id FROM ranked GROUP BY person_id, rank HAVING count(*) > 1
), dropped AS (
    DELETE FROM pg_temp.incoming i USING stated s JOIN unclear u USING (person_id)
    WHERE i.record_no = s.record_no
    RETURNING i.record_no
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, 'X017', 'rank' FROM dropped
