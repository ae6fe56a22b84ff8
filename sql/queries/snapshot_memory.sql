-- People are sorted in memory where they must be derived; until the end of the transaction.
-- shape: none
SELECT set_config('work_mem', '128MB', true)
