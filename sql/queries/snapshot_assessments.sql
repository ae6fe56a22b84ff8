-- shape: copy
-- Scores in hundredths.
COPY (SELECT person_id, code, (score * 100)::integer, taken_on, verified_by IS NOT NULL,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END
      FROM cadre.assessment_now
      WHERE EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'assessment')) TO STDOUT (FORMAT binary)
