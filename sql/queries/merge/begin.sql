-- shape: none
SELECT cadre.begin_merge()
