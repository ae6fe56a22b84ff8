-- A run that is published stays as it is.
-- shape: maybe
-- $1::bigint number
-- $2::timestamptz published_at
UPDATE cadre.run SET published_at = coalesce(published_at, $2) WHERE number = $1
RETURNING number
