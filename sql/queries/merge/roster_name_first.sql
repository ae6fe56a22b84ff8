-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
-- $6::boolean late
-- $7::boolean first
SELECT cadre.name_first($1, $2, $3, $4, $5)
