-- shape: many
SELECT code FROM cadre.source
