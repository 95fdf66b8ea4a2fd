WITH RECURSIVE asked AS (
    SELECT r.report, r.township_code, r.year, v.version, v.seq, v.capture, v.parser, v.parsed_at
    FROM reports AS r
    JOIN versions AS v ON v.report = r.report
    WHERE r.township_code = :township AND r.year = :year AND v.version = coalesce(nullif(:version, ''), r.version)
),
trail (start, capture, via, kind, depth) AS (
    SELECT f.capture, f.capture, f.via, f.kind, 0 FROM fetches AS f JOIN asked ON asked.capture = f.capture
    UNION ALL
    SELECT trail.start, f.capture, f.via, f.kind, trail.depth + 1
    FROM trail JOIN fetches AS f ON f.capture = trail.via
    WHERE trail.depth < 20
),
listing AS (
    SELECT start, capture, min(depth) FROM trail WHERE kind IN ('listing', 'portal') GROUP BY start
),
printed AS (
    SELECT n.version, n."table", n.line, n."column", n.value, c.state, c.raw
    FROM asked JOIN numbers AS n USING (version)
    LEFT JOIN cells AS c ON c.version = n.version AND c."table" = n."table" AND c.line = n.line
        AND c."column" IN (n."column", '')
    UNION ALL
    SELECT c.version, c."table", c.line, c."column", NULL, c.state, c.raw
    FROM asked JOIN cells AS c USING (version)
    WHERE NOT EXISTS (
        SELECT 1 FROM numbers AS n
        WHERE n.version = c.version AND n."table" = c."table" AND n.line = c.line AND c."column" IN (n."column", ''))
)
SELECT
    a.township_code, t.name AS township, a.year, p."table", p.line, p."column", p.value, p.state, p.raw,
    k.url, a.version, k.capture, k.fetched_at, k.status AS http_status, k.payload, k.size, k.link_title,
    l.url AS listing_url, l.fetched_at AS listing_fetched_at, l.payload AS listing_payload, l.capture AS listing_capture,
    a.parser, a.parsed_at
FROM asked AS a
JOIN townships AS t ON t.code = a.township_code
JOIN printed AS p USING (version)
JOIN captures AS k ON k.capture = a.capture
LEFT JOIN listing ON listing.start = a.capture
LEFT JOIN captures AS l ON l.capture = listing.capture
WHERE (:table = '' OR p."table" = :table) AND (:line = '' OR p.line = :line)
    AND (:column = '' OR p."column" IN (:column, ''))
ORDER BY p."table", p.line, p."column";
