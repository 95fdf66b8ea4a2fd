WITH revised AS (
    SELECT g.at, g.before, g.after, g.capture, r.township_code, r.year
    FROM changes AS g
    JOIN versions AS v ON v.version = g.after
    JOIN reports AS r ON r.report = v.report
    WHERE g.kind IN ('figures', 'restored') AND g.cause = 'publisher' AND (:year = '' OR r.year = :year)
),
moved AS (
    SELECT g.*, n."table", n.line, n."column", o.value AS value_before, n.value AS value_after
    FROM revised AS g
    JOIN numbers AS n ON n.version = g.after
    LEFT JOIN numbers AS o
        ON o.version = g.before AND o."table" = n."table" AND o.line = n.line AND o."column" = n."column"
    WHERE n.value IS NOT o.value
    UNION ALL
    SELECT g.*, o."table", o.line, o."column", o.value, NULL
    FROM revised AS g
    JOIN numbers AS o ON o.version = g.before
    WHERE NOT EXISTS (
        SELECT 1 FROM numbers AS n
        WHERE n.version = g.after AND n."table" = o."table" AND n.line = o.line AND n."column" = o."column")
)
SELECT
    m.at, m.township_code, t.name AS township, m.year, m."table", m.line, m."column", m.value_before, m.value_after,
    m.before AS version_before, m.after AS version_after, m.capture
FROM moved AS m
JOIN townships AS t ON t.code = m.township_code
ORDER BY m.at DESC, m.township_code, m."table", m.line;
