-- Birth date, national id and sex were always as the newest file says; old values stay under the times when they were known.
-- shape: none
UPDATE pg_temp.affected a
SET birth_date = i.birth_date, national_id = i.national_id, sex = i.sex
FROM pg_temp.incoming i JOIN pg_temp.delta d USING (record_no)
WHERE d.key = a.key
  AND (a.birth_date, a.national_id, a.sex) IS DISTINCT FROM (i.birth_date, i.national_id, i.sex)
