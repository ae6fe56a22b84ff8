-- shape: one
-- $1::bytea digest
-- $2::bytea digest_without_base
-- $3::bytea result_digest
-- $4::date as_of
-- $5::timestamptz known_at
-- $6::text policy
-- $7::text solver_version
-- $8::bigint people
-- $9::bigint needs
-- $10::bigint pairs
-- $11::bigint seats
-- $12::bigint[] filled
-- $13::bigint fit_bp
-- $14::bigint held
-- $15::timestamptz recorded_at
-- $16::text mode
INSERT INTO cadre.run (digest, digest_without_base, result_digest, as_of, known_at, policy, solver_version, mode,
                       base_run, people, needs, pairs, seats, filled, fit_bp, held, recorded_at, made_by, maker_seal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $16,
        cadre.run_in_force($5),
        $8, $9, $10, $11, $12, $13, $14, $15,
        session_user, cadre.run_maker_seal($15, session_user, $5))
RETURNING number
