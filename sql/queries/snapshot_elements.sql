-- shape: copy
COPY (SELECT p.natural_key, c.code, c.level, coalesce(c.years, 0), c.verified_by IS NOT NULL
      FROM cadre.competency_now c JOIN cadre.person_now p USING (person_id)) TO STDOUT (FORMAT binary)
