-- Of each person all numbers, as keys of records. All versions of a record are of one person.
-- That it is the last version is said as no index and no statistics have it: then the table is read through, by several processes.
-- shape: copy
COPY (SELECT r.key, r.person_id
      FROM cadre.source_record r
      WHERE upper(r.recorded) IS NULL
        AND (SELECT current_setting('cadre.named_of_source')) IN ('', r.source)) TO STDOUT (FORMAT binary)
