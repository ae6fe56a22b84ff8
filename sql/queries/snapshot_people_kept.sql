-- What person_now derives from the source records, from the table in which the merge keeps it: the same where snapshot_people_settled says
-- so, in a fifth of the time.
-- shape: copy
COPY (SELECT natural_key, person_id, CASE WHEN current_setting('cadre.names') = 'on' THEN family_name END,
             CASE WHEN current_setting('cadre.names') = 'on' THEN given_name END,
             birth_date, citizenship, coalesce(district, region), service_status,
             fitness_category, clearance, education_level, languages, available_from,
             coalesce(relocates, false), consent_on, consent_until, consent_for, owner,
             field_of_study, military_specialty, rank
      FROM cadre.person
      WHERE attached OR (SELECT cadre.as_of()) < ended_on + grace_days) TO STDOUT (FORMAT binary)
