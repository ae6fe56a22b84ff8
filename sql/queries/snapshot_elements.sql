-- shape: copy
COPY (SELECT person_id, code, level, coalesce(years, 0), verified_by IS NOT NULL
      FROM cadre.competency_now) TO STDOUT (FORMAT binary)
