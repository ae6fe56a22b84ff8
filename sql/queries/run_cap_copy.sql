-- shape: copy
COPY cadre.run_cap (run, place, kind, name, of, stated, placed, most, filled, price, worth_priority, worth_fit_bp) FROM STDIN (FORMAT binary)
