-- shape: copy
COPY (SELECT person_id, code, level, coalesce(years, 0), verified_by IS NOT NULL,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END
      FROM cadre.competency_now) TO STDOUT (FORMAT binary)
