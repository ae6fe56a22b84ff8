-- shape: copy
COPY (SELECT person_id, record, ground, from_on, until_on, military_specialty, rank
      FROM cadre.service_record_now WHERE from_on <= cadre.as_of()) TO STDOUT (FORMAT binary)
