-- shape: none
-- $1::bigint number
DELETE FROM cadre.batch WHERE number = $1 AND state = 'staging'
