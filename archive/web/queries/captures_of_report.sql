-- Captures of a report through time
-- Every fetch, failures too, of every address at which the report of :township (9-digit code) for :year was ever read.
-- Verdict `same` means that the server sent, or confirmed, bytes that we already had.
SELECT
    k.fetched_at, k.verdict, k.status AS http_status, k.url, k.capture, k.payload, k.size, k.site, k.run, k.reason, k.detail
FROM fetches AS f
JOIN captures AS k USING (capture)
WHERE f.address IN (
    SELECT o.address FROM documents AS d JOIN news AS o USING (capture)
    WHERE d.township_code = :township AND d.year = :year)
ORDER BY f.fetched_at;
