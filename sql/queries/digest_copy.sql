-- shape: copy
COPY cadre.source_digest (kind, source, page_no, batch, gone, entries) FROM STDIN (FORMAT binary)
