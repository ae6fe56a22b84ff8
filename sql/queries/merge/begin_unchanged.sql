-- shape: one
SELECT cadre.draw_recorded() AS recorded_at
