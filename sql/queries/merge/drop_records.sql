-- Records that later rows of the file showed to be wrong.
-- shape: none
-- staged: organizations
-- $1::bigint[] records
DELETE FROM staged WHERE record_no = ANY ($1)
