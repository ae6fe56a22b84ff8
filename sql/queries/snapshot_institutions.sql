-- shape: copy
COPY (SELECT list, institution, listed_from, listed_until
      FROM cadre.institution_listed_now
      WHERE current_setting('cadre.role_options', true) = 'accredited'
         OR EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'institution')) TO STDOUT (FORMAT binary)
