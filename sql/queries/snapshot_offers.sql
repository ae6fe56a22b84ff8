-- shape: copy
COPY (SELECT provider, code, title, array_to_string(grants, E'\n'), cost, hours
      FROM cadre.training_now WHERE ends_on IS NULL OR ends_on >= cadre.as_of()) TO STDOUT (FORMAT binary)
