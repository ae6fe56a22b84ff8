-- What competency_now has, with the two clocks read once and not for each row.
-- shape: copy
COPY (SELECT person_id, code, level, coalesce(years, 0), verified_by IS NOT NULL,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END, type
      FROM cadre.competency_held
      WHERE recorded @> (SELECT cadre.known_at())
        AND cadre.held(valid, uncut_until, cut_at, (SELECT cadre.as_of()), (SELECT cadre.known_at()))) TO STDOUT (FORMAT binary)
