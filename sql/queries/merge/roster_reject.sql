-- Rows that a person must decide: rules of identity.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH judged AS (
    SELECT r.record_no,
           CASE WHEN r.by_id_people > 1 OR r.by_source <> r.by_id THEN 'X009'
                WHEN r.by_source IS NULL AND p.birth_date <> r.birth_date AND p.given_name <> r.given_name
                    THEN 'X010'
                WHEN r.by_source IS NOT NULL AND EXISTS (
                        SELECT FROM cadre.source_record o
                        WHERE o.person_id = r.by_source AND o.source <> $1 AND upper_inf(o.recorded)
                          AND o.national_id <> r.national_id)
                    THEN 'X011'
                WHEN count(*) OVER (PARTITION BY coalesce(r.by_source, r.by_id, '@' || r.national_id,
                                                          '#' || r.source_person_id)) > 1
                  OR (r.national_id IS NOT NULL AND count(*) OVER (PARTITION BY r.national_id) > 1)
                    THEN 'X012' END AS code
    FROM pg_temp.resolved r LEFT JOIN cadre.person p ON p.person_id = r.by_id
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, code, 'national_id' FROM judged WHERE code IS NOT NULL
