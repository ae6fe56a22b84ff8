-- shape: none
-- $1::text target
SELECT cadre.gather_affected($1::regclass)
