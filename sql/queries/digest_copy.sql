-- A condition that may be another one for each row has the server store each page as it comes, while rows are copied elsewhere; a thousand of
-- them would be kept until there are no more.
-- shape: copy
COPY cadre.source_digest (kind, source, page_no, batch, gone, entries) FROM STDIN (FORMAT binary) WHERE random() >= 0
