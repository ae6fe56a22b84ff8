-- shape: none
CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code text NOT NULL, column_name text)
    ON COMMIT DROP
