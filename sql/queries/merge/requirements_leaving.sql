-- A file replaces the whole set of each need that it names.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE leaving ON COMMIT DROP AS
SELECT a.key
FROM cadre.need_alternative a
WHERE upper_inf(a.recorded) AND a.valid @> $2
  AND a.need_code IN (SELECT need_code FROM pg_temp.incoming)
  AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = a.key)
