-- shape: one
SELECT (SELECT count(*) FROM cadre.person) AS people, (SELECT count(*) FROM cadre.batch WHERE state = 'merged') AS batches,
       (SELECT count(*) FROM cadre.run) AS runs, (SELECT count(*) FROM cadre.element) AS elements
