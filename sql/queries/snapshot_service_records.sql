-- What service_record_now has, with the two clocks read once and not for each row.
-- shape: copy
COPY (SELECT person_id, record, ground, from_on, until_on, military_specialty, rank
      FROM cadre.service_record
      WHERE recorded @> (SELECT cadre.known_at())
        AND cadre.held(valid, uncut_until, cut_at, (SELECT cadre.as_of()), (SELECT cadre.known_at()))
        AND from_on <= (SELECT cadre.as_of())) TO STDOUT (FORMAT binary)
