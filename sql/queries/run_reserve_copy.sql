-- shape: copy
COPY cadre.run_reserve (run, need_code, name, open_most, open_filled, price, worth_priority, worth_fit_bp) FROM STDIN (FORMAT binary)
