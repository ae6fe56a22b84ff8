-- shape: one
-- $1::text framework
-- $2::text from_version
-- $3::text to_version
-- $4::date effective
-- $5::text[] levels
-- $6::text file_name
-- $7::text sha256
-- $8::bytea plan
SELECT load, batch, torn_need, torn_clause FROM cadre.carry_version($1, $2, $3, $4, $5, $6, $7, $8)
