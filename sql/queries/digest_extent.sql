-- shape: one
-- $1::text kind
-- $2::text source
SELECT most FROM cadre.digest_extent($1, $2)
