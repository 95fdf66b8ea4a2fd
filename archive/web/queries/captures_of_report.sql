SELECT
    k.fetched_at, k.verdict, k.status AS http_status, k.url, k.capture, k.payload, k.size, k.site, k.run, k.reason, k.detail
FROM fetches AS f
JOIN captures AS k USING (capture)
WHERE f.address IN (
    SELECT o.address FROM documents AS d JOIN news AS o USING (capture)
    WHERE d.township_code = :township AND d.year = :year)
ORDER BY f.fetched_at;
