-- shape: none
-- Whose places a residual match leaves; 0 = it is none.
-- $1::bigint run
SELECT set_config('cadre.residual_run', $1::text, false)
