-- shape: copy
COPY (SELECT a.natural_key, a.need_code
      FROM cadre.run_assignment a
      WHERE a.run = (SELECT number FROM cadre.run
                     WHERE published_at <= cadre.known_at() ORDER BY published_at DESC LIMIT 1)) TO STDOUT (FORMAT binary)
