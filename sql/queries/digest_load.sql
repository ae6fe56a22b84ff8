-- Read in binary form: one page after the other.
-- shape: many
-- $1::text kind
-- $2::text source
SELECT page_no, batch, gone, entries FROM cadre.source_digest WHERE kind = $1 AND source = $2 ORDER BY page_no
