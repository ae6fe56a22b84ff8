-- shape: none
-- $1::bigint run
-- $2::text[] natural_keys
-- $3::text[] need_codes
-- $4::text[] reasons
INSERT INTO cadre.run_lapse (run, natural_key, need_code, reason)
SELECT $1, l.natural_key, l.need_code, l.reason FROM unnest($2, $3, $4) AS l (natural_key, need_code, reason)
