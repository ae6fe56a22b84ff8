-- shape: one
SELECT cadre.digest_begin_rest() AS statement
