-- In no order.
-- shape: many
-- $1::timestamptz known_at
-- $2::boolean whole
SELECT r.framework, r.version, r.from_type, r.from_code, r.relation, r.to_type, r.to_code
FROM cadre.loaded_relation_ever r
JOIN cadre.catalogue_load l ON l.number = r.from_load
LEFT JOIN cadre.catalogue_load u ON u.number = r.until_load
WHERE l.recorded_at <= $1 AND coalesce(u.recorded_at > $1, true) AND ($2 OR r.relation = 'isChildOf')
