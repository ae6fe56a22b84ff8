-- shape: none
SELECT cadre.drop_rejected()
