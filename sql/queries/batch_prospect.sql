-- What the ledger knows of a file before it is read. In force is the batch of the latest day, and of that day the newest: what a late
-- file says of earlier days is not in force now. A full list is not what a partial one already is: by it people leave. Nor are rows that
-- mend another batch what they were when they mended none; and what was kept out for what the registry did not know may be taken by now.
-- shape: one
-- $1::text kind
-- $2::text source
-- $3::bytea sha256
-- $4::text ruleset
-- $5::boolean full_list
-- $6::bigint fixes
-- $7::text[] codes_of_registry
WITH merged AS (
    SELECT number, sha256, ruleset, full_list, effective, recorded_at, fixes
    FROM cadre.batch
    WHERE kind = $1 AND source = $2 AND state = 'merged'
), newest AS (
    SELECT * FROM merged ORDER BY effective DESC, recorded_at DESC LIMIT 1
), older AS (
    SELECT m.number, m.effective
    FROM merged m
    WHERE m.sha256 = $3 AND m.number NOT IN (SELECT n.number FROM newest n)
    ORDER BY m.effective DESC, m.recorded_at DESC
    LIMIT 1
)
SELECT (SELECT n.number
        FROM newest n
        WHERE n.sha256 = $3 AND n.ruleset = $4 AND (n.full_list OR NOT $5) AND ($6 IS NULL OR n.fixes = $6)
          AND NOT EXISTS (SELECT FROM cadre.batch_finding f, cadre.registry_clock c
                          WHERE f.batch = n.number AND f.code = ANY ($7) AND c.newest > n.recorded_at)) AS in_force,
       (SELECT n.effective FROM newest n) AS newest_effective,
       (SELECT o.number FROM older o) AS older,
       (SELECT o.effective FROM older o) AS older_effective
