-- shape: one
SELECT to_regnamespace('cadre') IS NOT NULL AS has_schema,
       to_regclass('cadre.schema_migration') IS NOT NULL AS has_ledger,
       current_setting('server_encoding') AS encoding
