-- shape: one
-- $1::text volume
-- $2::text[] names
SELECT cadre.begin_first_volume($1, $2) AS statement
