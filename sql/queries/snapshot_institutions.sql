-- shape: copy
COPY (SELECT list, institution, listed_from, listed_until
      FROM cadre.institution_listed_now
      WHERE EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'institution')) TO STDOUT (FORMAT binary)
