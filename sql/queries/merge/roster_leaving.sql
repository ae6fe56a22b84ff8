-- Records of the source that a full list no longer names; a row that was not accepted counts as seen.
-- shape: none
-- staged: roster
-- $1::text source
-- $2::date effective
-- $3::text[] seen_person_ids
-- $4::text[] seen_national_ids
CREATE TEMPORARY TABLE leaving ON COMMIT DROP AS
SELECT r.key
FROM cadre.source_record r
WHERE upper_inf(r.recorded) AND r.source = $1 AND r.valid @> $2
  AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = r.key)
  AND NOT EXISTS (SELECT FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
                  WHERE s.source_person_id = r.source_person_id OR s.national_id = r.national_id)
  AND NOT EXISTS (SELECT FROM unnest($3, $4) AS seen (source_person_id, national_id)
                  WHERE seen.source_person_id = r.source_person_id OR seen.national_id = r.national_id)
