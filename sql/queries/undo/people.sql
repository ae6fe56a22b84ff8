-- shape: none
SELECT cadre.undo_people()
