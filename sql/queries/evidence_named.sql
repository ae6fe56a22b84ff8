-- shape: none
-- $1::bigint batch
-- $2::text owner
-- $3::bigint[] people
INSERT INTO cadre.batch_named (batch, person_id, owner)
SELECT $1, cadre.person_number(n), $2
FROM unnest($3) AS n
