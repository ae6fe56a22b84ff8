-- Records of which a row was not accepted: by the number at the source or the national id of the row.
-- shape: none
-- staged: roster
-- $1::text target
-- $2::text source
-- $3::text[] seen_person_ids
-- $4::text[] seen_national_ids
CREATE TEMPORARY TABLE seen ON COMMIT DROP AS
WITH refused AS (
    SELECT s.source_person_id, s.national_id FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
    UNION ALL SELECT * FROM unnest($3, $4)
)
SELECT r.key FROM cadre.source_record r JOIN refused s USING (source_person_id)
WHERE $1 = 'cadre.source_record' AND r.source = $2 AND upper_inf(r.recorded)
UNION SELECT r.key FROM cadre.source_record r JOIN refused s USING (national_id)
WHERE r.source = $2 AND upper_inf(r.recorded)
