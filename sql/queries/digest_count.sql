-- shape: one
-- $1::text kind
-- $2::text source
SELECT coalesce(sum(octet_length(entries)) / 24, 0)::bigint AS entries FROM cadre.source_digest WHERE kind = $1 AND source = $2
