-- shape: copy
COPY (SELECT person_id, organization_code, work_role, from_on, until_on
      FROM cadre.service_now
      WHERE current_setting('cadre.role_options', true) IN ('on', 'accredited')
         OR EXISTS (SELECT FROM cadre.asked_now WHERE kind IN ('placement', 'experience'))) TO STDOUT (FORMAT binary)
