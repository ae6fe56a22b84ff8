-- shape: copy
-- Scores in hundredths.
COPY (SELECT person_id, code, (score * 100)::integer, taken_on, verified_by IS NOT NULL
      FROM cadre.assessment_now
      WHERE EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'assessment')) TO STDOUT (FORMAT binary)
