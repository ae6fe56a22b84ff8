-- Of an empty table nothing is compared and nobody leaves: the file stands against itself.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
-- $6::boolean late
-- $7::boolean first
SELECT cadre.reject_unclear_ranks($2) WHERE $7
