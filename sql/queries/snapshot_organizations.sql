-- shape: copy
COPY (SELECT code, name, kind, parent_code, sector, region FROM cadre.organization_now) TO STDOUT (FORMAT binary)
