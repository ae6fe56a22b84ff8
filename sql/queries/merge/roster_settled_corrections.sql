-- A file newer than this one names the record: its birth date, national id and sex stand.
-- shape: none
UPDATE pg_temp.incoming i
SET birth_date = t.birth_date, national_id = t.national_id, sex = t.sex
FROM pg_temp.place p, cadre.source_record t
WHERE p.key = i.key AND p.until IS NOT NULL
  AND t.key = i.key AND upper_inf(t.recorded) AND t.valid && daterange(p.until, NULL)
  AND (t.birth_date, t.national_id, t.sex) IS DISTINCT FROM (i.birth_date, i.national_id, i.sex)
