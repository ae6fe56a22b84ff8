-- shape: one
-- $1::text target
-- $2::text[] names
SELECT cadre.taken_of_evidence($1::regclass, $2) AS taken
