-- An older file may not undo what a later one said.
-- shape: none
-- $1::text target
-- $2::date effective
WITH later AS (
    SELECT record_no FROM cadre.later_known($1::regclass, $2) AS record_no
), dropped AS (
    DELETE FROM pg_temp.incoming i USING later WHERE i.record_no = later.record_no
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, 'X013', NULL FROM later
