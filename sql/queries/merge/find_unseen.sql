-- shape: one
-- $1::text target
-- $2::text source
-- $3::date effective
-- $4::bigint[] unseen_keys
SELECT cadre.find_unseen($1::regclass, $2, $3, $4) AS found
