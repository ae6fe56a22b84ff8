-- What was altered of the loads that were known then; NULL = nothing.
-- shape: one
-- $1::timestamptz known_at
SELECT load, fault FROM cadre.catalogue_fault($1)
