-- shape: one
-- $1::text source
-- $2::text owner
-- $3::text[] names
SELECT statement, shared, roles
FROM cadre.begin_first_people($1, $2, $3)
