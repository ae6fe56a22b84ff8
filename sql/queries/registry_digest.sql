-- shape: one
-- $1::date as_of
-- $2::timestamptz known_at
SELECT cadre.registry_digest($1, $2) AS digest
