-- shape: many
SELECT batch, kind, source, effective, reason, found FROM cadre.who_rests()
