-- Whether it is remembered which sets a batch named: it is of every batch that had a row.
-- shape: one
-- $1::bigint number
SELECT EXISTS (SELECT FROM cadre.batch_set s WHERE s.batch = $1) AS known
