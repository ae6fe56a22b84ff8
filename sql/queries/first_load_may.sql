-- shape: one
-- $1::text source
-- $2::date effective
-- $3::bigint bytes
SELECT cadre.is_first_load($1, $2) AS first, cadre.is_worth_volume($3) AS long
