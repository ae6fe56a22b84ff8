-- shape: many
SELECT number, encode(digest, 'hex') AS digest, encode(digest_without_base, 'hex') AS digest_without_base,
       encode(result_digest, 'hex') AS result_digest, as_of, known_at, policy, solver_version, mode, base_run,
       people, needs, pairs, seats, filled, fit_bp, held, recorded_at, published_at
FROM cadre.run
ORDER BY number DESC
