-- shape: copy
COPY cadre.batch_finding (batch, ordinal, line_no, record_no, column_name, code) FROM STDIN (FORMAT binary)
