-- shape: none
-- $1::bigint number
UPDATE cadre.batch SET state = 'refused' WHERE number = $1 AND state = 'staging'
