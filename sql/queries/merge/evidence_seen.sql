-- shape: none
-- $1::text target
-- $2::text source
-- $3::text[] seen_person_ids
-- $4::text[] seen_national_ids
SELECT cadre.see_evidence($1::regclass, $2, $3, $4)
