-- Until the transaction or its savepoint is rolled back.
-- shape: one
-- $1::text at_most
SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true)
