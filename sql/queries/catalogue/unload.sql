-- shape: one
-- $1::bigint load
-- $2::bigint undo
SELECT rows, resting, binding FROM cadre.unload_rows($1, $2)
