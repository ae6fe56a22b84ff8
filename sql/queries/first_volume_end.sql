-- shape: none
-- $1::text volume
-- $2::date effective
-- $3::bigint batch
-- $4::text source
-- $5::text owner
-- $6::bigint loaded
SELECT cadre.end_first_volume($1, $2, $3, $4, $5, $6)
