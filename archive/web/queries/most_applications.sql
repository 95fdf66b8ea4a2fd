SELECT
    r.township_code, t.name AS township, c.name AS county, r.year, a.total AS new_applications,
    a.natural_person, a.total - a.natural_person AS organizations, r.version
FROM applications AS a
CROSS JOIN reports AS r ON r.version = a.version
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
WHERE a.line = 'new' AND a.total IS NOT NULL
    -- the latest year with any: years are tried one after the other, as older ones may have none at all
    AND r.year = coalesce(nullif(:year, ''), (
        WITH RECURSIVE y (year) AS (
            SELECT max(year) FROM publication_days
            UNION ALL
            SELECT (SELECT max(p.year) FROM publication_days AS p WHERE p.year < y.year) FROM y
            WHERE y.year IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM applications AS n CROSS JOIN reports AS q ON q.version = n.version
                WHERE n.line = 'new' AND n.total IS NOT NULL AND q.year = y.year)
        )
        SELECT min(year) FROM y))
ORDER BY a.total DESC, a.version;
