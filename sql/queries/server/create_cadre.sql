-- shape: none
CREATE DATABASE cadre TEMPLATE template0 ENCODING 'UTF8'
