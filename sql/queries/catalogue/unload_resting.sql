-- shape: many
SELECT load, found FROM cadre.left_dangling_loads()
