-- shape: none
-- $1::text on_or_off
SELECT set_config('cadre.names', $1, false)
