-- shape: copy
COPY (SELECT person_id, provider || '/' || training, completed_on, expires_on, verified_by IS NOT NULL
      FROM cadre.completion_now
      WHERE EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'training')) TO STDOUT (FORMAT binary)
