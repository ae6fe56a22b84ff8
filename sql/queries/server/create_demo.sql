-- shape: none
CREATE DATABASE cadre_demo TEMPLATE template0 ENCODING 'UTF8'
