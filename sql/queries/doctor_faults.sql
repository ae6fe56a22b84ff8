-- shape: many
SELECT fault, found FROM cadre.check_registry() ORDER BY fault
