-- shape: maybe
-- $1::bigint run
SELECT gain_filled, gain_fit_bp, gain_held
FROM cadre.run_override_all WHERE run = $1
