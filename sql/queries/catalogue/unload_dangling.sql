-- shape: many
SELECT sort, type, code, found FROM cadre.left_dangling()
