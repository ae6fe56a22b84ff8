-- shape: one
-- $1::text kind
-- $2::text source
SELECT encode(r.secret, 'hex') AS secret,
       (SELECT coalesce(sum(octet_length(d.entries)) / 24, 0)::bigint FROM cadre.source_digest d WHERE d.kind = $1 AND d.source = $2)
           AS entries
FROM cadre.registry_secret r
