-- Of each person all numbers, as keys of records. All versions of a record are of one person.
-- shape: copy
COPY (SELECT r.key, r.person_id
      FROM cadre.source_record r
      WHERE upper_inf(r.recorded)
        AND (SELECT current_setting('cadre.named_of_source')) IN ('', r.source)) TO STDOUT (FORMAT binary)
