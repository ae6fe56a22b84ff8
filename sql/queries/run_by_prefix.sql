-- Of runs with the same inputs the newest one.
-- shape: many
-- $1::text prefix
SELECT r.*
FROM (SELECT DISTINCT ON (digest) *
      FROM cadre.run_heads(NULL)
      WHERE digest LIKE $1 || '%'
      ORDER BY digest, number DESC) AS r
ORDER BY r.number DESC
LIMIT 2
