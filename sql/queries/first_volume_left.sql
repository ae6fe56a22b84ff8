-- Stored, and no part of the registry. What imports stage has the name of a kind and the number of a batch.
-- shape: many
SELECT c.oid::bigint AS made
FROM pg_class c
WHERE c.relnamespace = 'cadre_staging'::regnamespace AND c.relkind = 'r' AND c.relname ~ '_(volume|first)_[0-9]+(_[0-9]+)?$'
ORDER BY c.oid
