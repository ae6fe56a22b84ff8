-- shape: copy
COPY (SELECT p.natural_key, l.need_code, l.until_on
      FROM cadre.placement_now l JOIN cadre.person_now p USING (person_id)) TO STDOUT (FORMAT binary)
