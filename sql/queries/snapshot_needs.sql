-- shape: copy
COPY (SELECT need_code, title, organization_code, engagement, classification, work_role, level, region,
             array_to_string(citizenship, ';'), array_to_string(service_status, ';'), fitness_category,
             clearance, education_level, array_to_string(languages, ';'), headcount, priority, min_age, max_age,
             starts_on, ends_on, incomplete, trust
      FROM cadre.need_now) TO STDOUT (FORMAT binary)
