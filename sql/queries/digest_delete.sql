-- shape: none
-- $1::text kind
-- $2::text source
DELETE FROM cadre.source_digest WHERE kind = $1 AND source = $2
