-- shape: none
-- $1::bigint number
-- $2::timestamptz withdrawn_at
UPDATE cadre.run SET withdrawn_at = $2 WHERE number = $1
