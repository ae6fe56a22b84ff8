-- The recorded time of the newest load until then, NULL when there is none; $1 NULL = of all.
-- shape: one
-- $1::timestamptz known_at
SELECT max(recorded_at) AS recorded_at FROM cadre.catalogue_load WHERE $1 IS NULL OR recorded_at <= $1
