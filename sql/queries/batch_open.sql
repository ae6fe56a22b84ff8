-- shape: one
-- $1::text kind
-- $2::text source
-- $3::text owner
-- $4::bytea sha256
-- $5::date effective
-- $6::text ruleset
-- $7::text file_name
-- $8::boolean full_list
-- $9::text file_path
-- $10::text encoding
INSERT INTO cadre.batch (kind, source, owner, sha256, effective, attempt, ruleset, file_name, full_list, file_path, encoding, state)
SELECT $1, $2, $3, $4, $5,
       1 + coalesce((SELECT max(attempt) FROM cadre.batch b
                     WHERE b.kind = $1 AND b.source = $2 AND b.sha256 = $4 AND b.effective = $5), 0),
       $6, $7, $8, $9, $10, 'opened'
RETURNING number
