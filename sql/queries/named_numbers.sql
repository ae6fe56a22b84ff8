-- Of each person all numbers, as keys of records, which begin with their source. All versions of a record are of one person.
-- That it is the last version is said as no index and no statistics have it: then the table is read through, by several processes. The source
-- itself, with what else a list's records have in common, stands behind all the rest of them, and is not read.
-- shape: copy
COPY (SELECT r.key, r.person_id
      FROM cadre.source_record r
      WHERE upper_inf(r.recorded)::integer = 1
        AND starts_with(r.key, (SELECT current_setting('cadre.named_prefix')))) TO STDOUT (FORMAT binary)
