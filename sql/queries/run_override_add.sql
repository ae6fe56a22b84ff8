-- Each of the arrays has an element a decision, the gains by priority nine.
-- shape: none
-- $1::bigint run
-- $2::text[] natural_keys
-- $3::text[] person_ids
-- $4::text[] owners
-- $5::text[] need_codes
-- $6::text[] verdicts
-- $7::bigint[] days_since_1970
-- $8::bigint[] known
-- $9::bigint[] gains_filled
-- $10::bigint[] gains_fit_bp
-- $11::bigint[] gains_held
INSERT INTO cadre.run_override (run, place, natural_key, person_id, owner, need_code, verdict, decided_on,
                                gain_filled, gain_fit_bp, gain_held)
SELECT $1, o.place, o.natural_key, o.person_id, o.owner, o.need_code, o.verdict, date '1970-01-01' + o.day::integer,
       CASE WHEN o.known = 1 THEN ($9::bigint[])[o.place * 9 - 8 : o.place * 9] END,
       CASE WHEN o.known = 1 THEN o.fit_bp END, CASE WHEN o.known = 1 THEN o.held END
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $10::bigint[], $11::bigint[])
     WITH ORDINALITY AS o (natural_key, person_id, owner, need_code, verdict, day, known, fit_bp, held, place)
