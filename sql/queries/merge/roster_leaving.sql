-- Records of the source that a full list no longer names; a row that was not accepted counts as seen.
-- shape: none
-- staged: roster
-- $1::text target
-- $2::text source
-- $3::date effective
-- $4::date list_until
-- $5::text[] seen_person_ids
-- $6::text[] seen_national_ids
INSERT INTO pg_temp.leaving (key, until)
SELECT r.key, least($4, (SELECT min(lower(n.valid)) FROM cadre.source_record n
                         WHERE n.key = r.key AND upper_inf(n.recorded) AND lower(n.valid) > $3))
FROM cadre.source_record r
WHERE $1 = 'cadre.source_record' AND upper_inf(r.recorded) AND r.source = $2 AND r.valid @> $3
  AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = r.key)
  AND NOT EXISTS (SELECT FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
                  WHERE s.source_person_id = r.source_person_id)
  AND NOT EXISTS (SELECT FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
                  WHERE s.national_id = r.national_id)
  AND NOT EXISTS (SELECT FROM unnest($5) AS seen (source_person_id)
                  WHERE seen.source_person_id = r.source_person_id)
  AND NOT EXISTS (SELECT FROM unnest($6) AS seen (national_id)
                  WHERE seen.national_id = r.national_id)
