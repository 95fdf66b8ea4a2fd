SELECT
    r.township_code, t.name AS township, c.name AS county, r.year, a.total AS new_applications,
    a.natural_person, a.total - a.natural_person AS organizations, r.version
FROM reports AS r
JOIN applications AS a ON a.version = r.version AND a.line = 'new'
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
WHERE a.total IS NOT NULL
    AND r.year = coalesce(nullif(:year, ''), (
        SELECT max(r.year) FROM reports AS r JOIN applications AS a ON a.version = r.version AND a.line = 'new'))
ORDER BY a.total DESC, r.township_code;
