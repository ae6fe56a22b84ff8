-- shape: copy
COPY (SELECT person_id, employer_code, sex
      FROM cadre.employment_now
      WHERE current_setting('cadre.employments', true) = 'on') TO STDOUT (FORMAT binary)
