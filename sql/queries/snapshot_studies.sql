-- shape: copy
COPY (SELECT person_id, institution, graduated_on
      FROM cadre.study_now
      WHERE current_setting('cadre.role_options', true) = 'accredited'
         OR EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'institution')) TO STDOUT (FORMAT binary)
