-- shape: copy
COPY (SELECT p.natural_key, a.credential, a.issued_on, a.expires_on, a.revoked_on, a.verified_by IS NOT NULL, a.number
      FROM cadre.award_now a JOIN cadre.person_now p USING (person_id)) TO STDOUT (FORMAT binary)
