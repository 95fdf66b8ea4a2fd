SELECT
    r.township_code, t.name AS township, c.name AS county, r.year, a.total AS new_applications,
    a.natural_person, a.total - a.natural_person AS organizations, r.version
FROM applications AS a
CROSS JOIN reports AS r ON r.version = a.version
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
WHERE a.line = 'new' AND a.total IS NOT NULL
    AND r.year = coalesce(nullif(:year, ''), (
        SELECT v.year FROM (SELECT DISTINCT year FROM publication_days ORDER BY year DESC) AS v
        WHERE EXISTS (
            SELECT 1 FROM applications AS n CROSS JOIN reports AS q ON q.version = n.version
            WHERE n.line = 'new' AND n.total IS NOT NULL AND q.year = v.year)
        ORDER BY v.year DESC LIMIT 1))
ORDER BY a.total DESC, a.version;
