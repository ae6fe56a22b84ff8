-- shape: copy
COPY (SELECT a.need_code, a.kind, a.code, a.level, a.importance, a.clause, a.weight, a.k, a.months, a.trust
      FROM cadre.need_alternative_now a JOIN cadre.need_now n USING (need_code)) TO STDOUT (FORMAT binary)
