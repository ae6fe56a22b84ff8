-- shape: one
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::bigint AS version_number,
       current_setting('server_encoding') AS encoding,
       EXISTS (SELECT FROM pg_collation WHERE collname = 'az-x-icu') AS has_collation,
       current_setting('data_checksums') AS checksums, pg_is_in_recovery() AS standby,
       coalesce(has_schema_privilege(to_regnamespace('cadre'), 'CREATE'),
                has_database_privilege(current_database(), 'CREATE')) AS may_write
