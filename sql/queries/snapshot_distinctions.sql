-- shape: copy
COPY (SELECT person_id, code, awarded_on, verified_by IS NOT NULL,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END
      FROM cadre.distinction_now
      WHERE EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'distinction')) TO STDOUT (FORMAT binary)
