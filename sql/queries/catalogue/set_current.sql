-- shape: one
-- $1::text framework
-- $2::text version
SELECT cadre.set_current_version($1, $2) AS load
