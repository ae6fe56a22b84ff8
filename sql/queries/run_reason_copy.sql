-- shape: copy
COPY cadre.run_reason (run, need_code, reason, people) FROM STDIN (FORMAT binary)
