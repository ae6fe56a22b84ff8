-- shape: none
-- $1::text[] types
-- $2::text[] from_codes
-- $3::text[] to_codes
-- $4::text[] outcomes
CREATE TEMPORARY TABLE carry_step ON COMMIT DROP AS
SELECT type, from_code, to_code, outcome FROM unnest($1, $2, $3, $4) AS u (type, from_code, to_code, outcome)
