SELECT
    r.township_code, t.name AS township, r.year, n.total AS new_applications,
    n.total - (
        SELECT b.total FROM reports AS p JOIN applications AS b ON b.version = p.version AND b.line = 'new'
        WHERE p.township_code = r.township_code AND p.year = r.year - 1) AS change,
    i.total AS carried_in, g.total AS granted, o.total AS outcome_total, u.total AS carried_out, v.form, r.version
FROM reports AS r
JOIN townships AS t ON t.code = r.township_code
JOIN versions AS v ON v.version = r.version
LEFT JOIN applications AS n ON n.version = r.version AND n.line = 'new'
LEFT JOIN applications AS i ON i.version = r.version AND i.line = 'carried_in'
LEFT JOIN applications AS g ON g.version = r.version AND g.line = 'granted'
LEFT JOIN applications AS o ON o.version = r.version AND o.line = 'outcome_total'
LEFT JOIN applications AS u ON u.version = r.version AND u.line = 'carried_out'
WHERE r.township_code IN (SELECT code FROM townships WHERE :township IN (code, name))
ORDER BY r.township_code, r.year DESC;
