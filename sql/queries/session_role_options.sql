-- shape: none
-- $1::text on_or_off
SELECT set_config('cadre.role_options', $1, false)
