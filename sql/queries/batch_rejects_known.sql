-- Whether nothing is lost with these bytes: an import wrote them, or they were imported.
-- shape: one
-- $1::bytea sha256
SELECT EXISTS (SELECT FROM cadre.batch b WHERE b.rejects_sha256 = $1 OR b.sha256 = $1 AND b.state = 'merged') AS known
