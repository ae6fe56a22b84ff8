-- shape: none
-- $1::bigint run
-- $2::bigint[] gain_filled
-- $3::bigint gain_fit_bp
-- $4::bigint gain_held
INSERT INTO cadre.run_override_all (run, gain_filled, gain_fit_bp, gain_held)
VALUES ($1, $2, $3, $4)
