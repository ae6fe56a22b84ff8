-- Rows that mend a batch join those of their set that stand by it.
-- shape: none
-- $1::bigint fixes
DELETE FROM pg_temp.leaving l
USING cadre.sets_of_batch($1) b
WHERE split_part(l.key, chr(31), 1) = b.set_name
