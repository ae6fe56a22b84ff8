-- shape: copy
-- What no need asks about stays in the registry.
COPY (SELECT person_id, provider || '/' || training, completed_on, expires_on, verified_by IS NOT NULL
      FROM cadre.completion_now
      WHERE EXISTS (SELECT FROM cadre.need_alternative_now a JOIN cadre.need_now n USING (need_code)
                    WHERE a.kind = 'training')) TO STDOUT (FORMAT binary)
