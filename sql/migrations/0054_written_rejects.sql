-- What an import wrote beside its file, so that the next one does not write over what somebody has mended there since.
ALTER TABLE batch ADD COLUMN rejects_sha256 bytea CHECK (length(rejects_sha256) = 32); -- NULL: it wrote none, or a version before this
