-- shape: none
-- off, on, or accredited: on, and institutions are asked for
-- $1::text which
SELECT set_config('cadre.role_options', $1, false)
