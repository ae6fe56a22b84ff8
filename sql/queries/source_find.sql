-- shape: maybe
-- $1::text code
SELECT code, owner FROM cadre.source WHERE code = $1
