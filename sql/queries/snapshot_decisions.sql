-- shape: copy
COPY (SELECT person_id, need_code, verdict, reason_code, by, decided_on, until_on,
             verdict = 'accept' AND key IN (SELECT a.key FROM cadre.acceptance_now a) AS offered
      FROM cadre.decision_unspent
      WHERE decided_on <= cadre.as_of() AND (until_on IS NULL OR until_on >= cadre.as_of())) TO STDOUT (FORMAT binary)
