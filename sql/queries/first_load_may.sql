-- shape: one
-- $1::text source
-- $2::date effective
SELECT cadre.is_first_load($1, $2) AS first
