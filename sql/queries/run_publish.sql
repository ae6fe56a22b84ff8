-- shape: none
-- $1::bigint number
-- $2::timestamptz published_at
UPDATE cadre.run SET published_at = $2 WHERE number = $1
