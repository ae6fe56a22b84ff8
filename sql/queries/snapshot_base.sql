-- shape: copy
COPY (SELECT a.natural_key, a.need_code
      FROM cadre.run_assignment a
      WHERE a.run = cadre.run_in_force(cadre.known_at())) TO STDOUT (FORMAT binary)
