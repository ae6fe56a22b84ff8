-- Records of which a row was not accepted do not leave: by the number at the source or the national id of the row.
-- shape: none
-- staged: roster
-- $1::text target
-- $2::text source
-- $3::text[] seen_person_ids
-- $4::text[] seen_national_ids
WITH refused AS (
    SELECT s.source_person_id, s.national_id FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
    UNION ALL SELECT * FROM unnest($3, $4)
), missing AS (
    SELECT r.key, r.source_person_id, r.national_id
    FROM pg_temp.leaving l JOIN cadre.source_record r USING (key)
    WHERE $1 = 'cadre.source_record' AND r.source = $2 AND upper_inf(r.recorded)
)
DELETE FROM pg_temp.leaving
WHERE key IN (SELECT m.key FROM missing m JOIN refused s USING (source_person_id)
              UNION ALL SELECT m.key FROM missing m JOIN refused s USING (national_id))
