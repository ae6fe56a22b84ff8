-- shape: copy
-- Seats that people sit in or sat in, and whose they were: as the need was known last, for most of these needs are over. What no need
-- asks about stays in the registry.
COPY (SELECT p.person_id, n.organization_code, p.from_on, p.until_on
      FROM cadre.placement p
      JOIN LATERAL (SELECT k.organization_code FROM cadre.need k
                    WHERE k.key = p.need_code AND k.recorded @> cadre.known_at() AND k.since <= cadre.as_of()
                    ORDER BY k.since DESC LIMIT 1) AS n ON true
      WHERE p.recorded @> cadre.known_at() AND cadre.held(p.valid, p.uncut_until, p.cut_at, cadre.as_of(), cadre.known_at())
        AND p.status IN ('accepted', 'ordered', 'posted', 'ended') AND p.from_on <= cadre.as_of()
        AND EXISTS (SELECT FROM cadre.need_alternative_now a JOIN cadre.need_now m USING (need_code)
                    WHERE a.kind = 'placement')) TO STDOUT (FORMAT binary)
