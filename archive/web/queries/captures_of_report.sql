WITH shown AS MATERIALIZED (
    SELECT DISTINCT o.address FROM documents AS d JOIN news AS o USING (capture)
    WHERE d.township_code = :township AND d.year = :year
),
asked AS MATERIALIZED (
    SELECT f.capture, f.address, f.site_run, f.fetched_at, f.verdict, f.status, f.payload, f.reason, f.detail
    FROM shown CROSS JOIN news AS f ON f.address = shown.address
    UNION ALL
    SELECT r.capture, r.address, r.site_run, r.fetched_at, r.verdict, r.status, r.payload, r.reason, r.detail
    FROM (SELECT DISTINCT s.site, s.address FROM shown CROSS JOIN steps AS s ON s.address = shown.address) AS p
    CROSS JOIN visit_spans AS w ON w.site = p.site
    CROSS JOIN repeated AS r
        ON r.capture BETWEEN w.first AND w.last AND r.site_run = w.site_run AND r.address = p.address
)
SELECT
    strftime('%Y-%m-%dT%H:%M:%fZ', k.fetched_at / 1000.0, 'unixepoch') AS fetched_at, k.verdict, k.status AS http_status,
    a.url, k.capture, lower(hex(p.sha256)) AS payload, p.size, v.site, o.run, k.reason, k.detail
FROM asked AS k
CROSS JOIN addresses AS a ON a.address = k.address
CROSS JOIN visits AS v ON v.site_run = k.site_run
CROSS JOIN outings AS o ON o.outing = v.outing
LEFT JOIN payloads AS p ON p.payload = k.payload
ORDER BY k.fetched_at;
