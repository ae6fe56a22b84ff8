-- shape: one
-- $1::text kind
-- $2::text source
SELECT (SELECT batch FROM cadre.source_digest WHERE kind = $1 AND source = $2 ORDER BY page_no DESC LIMIT 1) AS batch
