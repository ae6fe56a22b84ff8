-- shape: copy
COPY cadre.source_digest (kind, source, page_no, batch, entries) FROM STDIN (FORMAT binary)
