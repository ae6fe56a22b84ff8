-- What award_now has, with the two clocks read once and not for each row.
-- shape: copy
COPY (SELECT person_id, credential, issued_on, expires_on, revoked_on, verified_by IS NOT NULL, number,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END
      FROM cadre.award
      WHERE recorded @> (SELECT cadre.known_at())
        AND cadre.held(valid, uncut_until, cut_at, (SELECT cadre.as_of()), (SELECT cadre.known_at()))) TO STDOUT (FORMAT binary)
