-- shape: copy
COPY (SELECT natural_key, person_id, CASE WHEN current_setting('cadre.names') = 'on' THEN family_name END,
             CASE WHEN current_setting('cadre.names') = 'on' THEN given_name END,
             birth_date, citizenship, coalesce(district, region), service_status,
             fitness_category, clearance, education_level, languages, available_from,
             coalesce(relocates, false), consent_on, consent_until, consent_for, owner,
             field_of_study, military_specialty, rank
      FROM cadre.person_now) TO STDOUT (FORMAT binary)
