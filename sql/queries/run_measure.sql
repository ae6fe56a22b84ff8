-- shape: maybe
-- $1::bigint run
SELECT other_filled, other_fit_bp, other_held, reading_ms, pairs_ms, solving_ms, peak_kib
FROM cadre.run_measure WHERE run = $1
