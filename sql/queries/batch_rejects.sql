-- shape: none
-- $1::bigint number
-- $2::bytea rejects_sha256
UPDATE cadre.batch SET rejects_sha256 = $2 WHERE number = $1
