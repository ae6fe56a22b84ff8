-- shape: copy
COPY cadre.run_price (run, need_code, seats, price) FROM STDIN (FORMAT binary)
