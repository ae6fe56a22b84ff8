-- shape: none
CREATE SCHEMA IF NOT EXISTS cadre
