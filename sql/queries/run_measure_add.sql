-- shape: none
-- $1::bigint run
-- $2::bigint[] other_filled
-- $3::bigint other_fit_bp
-- $4::bigint other_held
-- $5::bigint reading_ms
-- $6::bigint pairs_ms
-- $7::bigint solving_ms
-- $8::bigint peak_kib
INSERT INTO cadre.run_measure (run, other_filled, other_fit_bp, other_held, reading_ms, pairs_ms, solving_ms, peak_kib)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
