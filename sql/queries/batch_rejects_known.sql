-- Whether nothing is lost with these bytes: an import wrote them, or they were imported. Of a list that came through a pipe, and was not
-- the whole one, nobody has the rows but its rejects: until they are mended.
-- shape: one
-- $1::bytea sha256
-- $2::boolean piped
SELECT EXISTS (SELECT FROM cadre.batch b
               WHERE b.sha256 = $1 AND b.state = 'merged'
                  OR b.rejects_sha256 = $1
                     AND NOT ($2 AND b.state = 'merged' AND b.fixes IS NULL AND NOT b.full_list
                              AND EXISTS (SELECT FROM cadre.batch_finding f
                                          WHERE f.batch = b.number AND f.code NOT LIKE 'W%'
                                            AND cadre.mended_in(f.mended_by, f.outdone_by) IS NULL))) AS known
