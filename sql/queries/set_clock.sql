-- shape: none
-- $1::date as_of
-- $2::timestamptz known_at
SELECT set_config('cadre.as_of', $1::text, false), set_config('cadre.known_at', $2::text, false)
