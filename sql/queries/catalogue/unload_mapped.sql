-- shape: many
-- $1::bigint load
SELECT batch, kind, source, effective, found FROM cadre.mapped_by($1) ORDER BY batch DESC
