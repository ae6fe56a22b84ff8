-- shape: one
-- $1::text target
-- $2::text[] names
-- $3::text volume
SELECT statement, taken
FROM cadre.copy_of_evidence($1::regclass, $2, $3)
