WITH RECURSIVE asked AS (
    SELECT r.report, r.township_code, r.year, v.version, v.seq, v.capture, v.parser, v.parsed_at
    FROM reports AS r
    JOIN versions AS v ON v.report = r.report
    WHERE r.township_code = :township AND r.year = :year AND v.version = coalesce(nullif(:version, ''), r.version)
),
trail (start, capture, via, kind, depth) AS (
    SELECT f.capture, f.capture, f.via, f.kind, 0 FROM asked CROSS JOIN news AS f ON f.capture = asked.capture
    UNION ALL
    SELECT trail.start, trail.via, (SELECT f.via FROM fetches AS f WHERE f.capture = trail.via),
        (SELECT f.kind FROM fetches AS f WHERE f.capture = trail.via), trail.depth + 1
    FROM trail
    WHERE trail.via IS NOT NULL AND trail.depth < 20
),
nearest AS (
    SELECT start, capture, min(depth) FROM trail WHERE kind IN ('listing', 'portal') GROUP BY start
),
listing AS MATERIALIZED (
    SELECT
        start, capture,
        (SELECT url FROM captures AS l WHERE l.capture = nearest.capture) AS url,
        (SELECT fetched_at FROM captures AS l WHERE l.capture = nearest.capture) AS fetched_at,
        (SELECT payload FROM captures AS l WHERE l.capture = nearest.capture) AS payload
    FROM nearest
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
    u.url, a.version, k.capture, strftime('%Y-%m-%dT%H:%M:%fZ', k.fetched_at / 1000.0, 'unixepoch') AS fetched_at,
    k.status AS http_status, lower(hex(b.sha256)) AS payload, b.size, k.link_title,
    l.url AS listing_url, l.fetched_at AS listing_fetched_at, l.payload AS listing_payload, l.capture AS listing_capture,
    a.parser, a.parsed_at
FROM asked AS a
JOIN townships AS t ON t.code = a.township_code
JOIN printed AS p USING (version)
JOIN news AS k ON k.capture = a.capture
JOIN addresses AS u USING (address)
LEFT JOIN payloads AS b USING (payload)
LEFT JOIN listing AS l ON l.start = a.capture
WHERE (:table = '' OR p."table" = :table) AND (:line = '' OR p.line = :line)
    AND (:column = '' OR p."column" IN (:column, ''))
ORDER BY p."table", p.line, p."column";
