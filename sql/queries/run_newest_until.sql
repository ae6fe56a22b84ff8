-- Of the runs that there were at a time, and published or not as they were then; NULL = now.
-- shape: maybe
-- $1::date day
-- $2::timestamptz known_at
SELECT number, encode(digest, 'hex') AS digest, encode(digest_without_base, 'hex') AS digest_without_base,
       encode(result_digest, 'hex') AS result_digest, as_of, known_at, policy, solver_version, mode, base_run,
       people, needs, pairs, seats, filled, fit_bp, held, recorded_at,
       CASE WHEN $2 IS NULL OR published_at <= $2 THEN published_at END AS published_at
FROM cadre.run
WHERE as_of <= $1 AND ($2 IS NULL OR recorded_at <= $2)
ORDER BY as_of DESC, recorded_at DESC
LIMIT 1
