-- shape: one
-- staged: organizations
SELECT count(*) AS staged FROM staged
