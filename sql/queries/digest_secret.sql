-- shape: one
SELECT encode(secret, 'hex') AS secret FROM cadre.registry_secret
