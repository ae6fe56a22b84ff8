-- shape: none
DROP DATABASE IF EXISTS cadre_demo WITH (FORCE)
