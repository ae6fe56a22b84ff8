-- What the ledger knows of a file before it is read. In force is the batch of the latest day, and of that day the newest, from its day on:
-- what a late file says of earlier days is not in force now. A full list is not what a partial one already is: by it people leave. Nor are
-- rows that mend another batch what they were when they mended none; and what was kept out for what the registry did not know, or for the
-- day from which the file held, may be taken by now.
-- shape: one
-- $1::text kind
-- $2::text source
-- $3::bytea sha256
-- $4::date effective
-- $5::text ruleset
-- $6::boolean full_list
-- $7::bigint fixes
-- $8::text[] codes_of_registry
-- $9::text[] codes_of_day
WITH merged AS (
    SELECT number, sha256, ruleset, full_list, effective, recorded_at, fixes
    FROM cadre.batch
    WHERE kind = $1 AND source = $2 AND state = 'merged'
), newest AS (
    SELECT * FROM merged ORDER BY effective DESC, recorded_at DESC LIMIT 1
), in_force AS (
    SELECT n.number
    FROM newest n, cadre.registry_clock c
    WHERE n.sha256 = $3 AND n.effective <= $4 AND n.ruleset = $5 AND (n.full_list OR NOT $6) AND ($7 IS NULL OR n.fixes = $7)
      AND NOT EXISTS (SELECT FROM cadre.batch_finding f
                      WHERE f.batch = n.number
                        AND (c.newest > n.recorded_at AND f.code = ANY ($8) OR n.effective < $4 AND f.code = ANY ($9)))
), older AS (
    SELECT m.number, m.effective
    FROM merged m
    WHERE m.sha256 = $3 AND m.number NOT IN (SELECT i.number FROM in_force i)
    ORDER BY m.effective DESC, m.recorded_at DESC
    LIMIT 1
)
SELECT (SELECT i.number FROM in_force i) AS in_force,
       (SELECT n.effective FROM newest n) AS newest_effective,
       (SELECT o.number FROM older o) AS older,
       (SELECT o.effective FROM older o) AS older_effective
