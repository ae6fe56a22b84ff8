-- shape: one
-- $1::text list
SELECT EXISTS (SELECT FROM cadre.institution_listed WHERE list = $1 AND upper_inf(recorded)) AS known
