-- shape: one
-- $1::bigint load
SELECT undo, recorded_at FROM cadre.begin_unload($1)
