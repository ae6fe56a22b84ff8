-- shape: copy
COPY cadre.run_cap (run, place, kind, name, of, stated, placed, most, filled, price, worth_priority, worth_fit_bp, worth_exact) FROM STDIN (FORMAT binary)
