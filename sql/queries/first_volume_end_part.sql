-- shape: none
-- $1::text target
-- $2::text volume
-- $3::date effective
-- $4::bigint batch
-- $5::text source
-- $6::text owner
-- $7::bigint loaded
SELECT cadre.end_first_part($1::regclass, $2, $3, $4, $5, $6, $7)
