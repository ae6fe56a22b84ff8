-- Where the run of a residual match has people; nobody while none is set.
-- shape: copy
COPY (SELECT a.natural_key, a.need_code
      FROM cadre.run_assignment a
      WHERE a.run = nullif(current_setting('cadre.residual_run', true), '')::bigint) TO STDOUT (FORMAT binary)
