-- shape: none
-- $1::text target
-- $2::date effective
SELECT cadre.settle_affected($1::regclass, $2)
