-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no,
       CASE WHEN source_unknown THEN 'X013'
            WHEN by_source IS NULL AND by_id IS NULL THEN 'X004'
            ELSE 'X009' END,
       CASE WHEN source_unknown THEN 'person_source' ELSE 'source_person_id' END
FROM pg_temp.resolved
WHERE source_unknown OR (by_source IS NULL AND by_id IS NULL) OR by_source <> by_id
