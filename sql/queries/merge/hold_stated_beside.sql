-- Mended rows whose key another row of their first file had: what stands by it stays.
-- shape: none
-- $1::text target
-- $2::date effective
-- $3::bigint fixes
-- $4::bigint[] records
SELECT cadre.hold_stated_beside($1::regclass, $2, $3, $4)
