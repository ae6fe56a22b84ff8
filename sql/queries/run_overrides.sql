-- shape: many
-- $1::bigint run
SELECT natural_key, person_id, owner, need_code, verdict, decided_on, gain_filled IS NOT NULL AS known,
       coalesce(gain_filled, array_fill(0::bigint, ARRAY[9])) AS gain_filled, gain_fit_bp, gain_held
FROM cadre.run_override WHERE run = $1 ORDER BY place
