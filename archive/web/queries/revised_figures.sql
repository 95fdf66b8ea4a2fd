SELECT
    n.at, r.township_code, t.name AS township, r.year, n."table", n.line, n."column", n.before AS value_before,
    n.after AS value_after, n.version_before, n.version_after, n.capture
FROM changed_numbers AS n
JOIN versions AS v ON v.version = n.version_after
JOIN reports AS r ON r.report = v.report
JOIN townships AS t ON t.code = r.township_code
WHERE n.cause = 'publisher' AND (:year = '' OR r.year = :year)
ORDER BY n.at DESC;
