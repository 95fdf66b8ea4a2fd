SELECT r.township_code, t.name AS township, r.year, v.form, n."table", n.line, n."column", n.value, r.version
FROM reports AS r
JOIN townships AS t ON t.code = r.township_code
JOIN versions AS v ON v.version = r.version
CROSS JOIN numbers AS n ON n.version = r.version
WHERE r.township_code = :township
ORDER BY n."table", n.line, n."column", r.year;
