-- shape: many
-- $1::bigint number
SELECT natural_key, person_id, owner, need_code, fit_bp, ARRAY[fit_level, fit_desired, fit_verified, fit_region, fit_years, fit_wish]::bigint[] AS parts, kept
FROM cadre.run_assignment WHERE run = $1 ORDER BY natural_key COLLATE "C"
