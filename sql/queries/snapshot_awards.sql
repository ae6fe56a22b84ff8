-- shape: copy
COPY (SELECT person_id, credential, issued_on, expires_on, revoked_on, verified_by IS NOT NULL, number,
             CASE WHEN (SELECT asked FROM cadre.verifier_asked) THEN verified_by END
      FROM cadre.award_now) TO STDOUT (FORMAT binary)
