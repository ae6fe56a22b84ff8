-- shape: one
-- $1::text code
SELECT EXISTS (SELECT FROM cadre.organization WHERE code = $1 AND upper_inf(recorded)) AS known
