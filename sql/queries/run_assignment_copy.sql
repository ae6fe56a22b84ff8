-- shape: copy
COPY cadre.run_assignment (run, natural_key, person_id, owner, need_code, fit_bp, fit_level, fit_desired, fit_verified,
                           fit_region, fit_years, fit_wish, kept) FROM STDIN (FORMAT binary)
