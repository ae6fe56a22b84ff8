-- shape: none
-- $1::text source
-- $2::text owner
-- $3::bigint batch
-- $4::timestamptz at
-- $5::bigint loaded
-- $6::text volume
SELECT cadre.end_first_load($1, $2, $3, $4, $5, $6)
