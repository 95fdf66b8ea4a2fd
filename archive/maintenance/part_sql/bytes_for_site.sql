-- The digests of the bytes that the process of a site may ask for: each page as it was last seen, as sent and as shown,
-- what was fetched in a run that is open, and documents that are still to be read. `main` is a part.
WITH seen AS (
    SELECT address, request, payload, capture FROM main.news
    WHERE payload IS NOT NULL AND verdict IN ('ok', 'same')
    UNION ALL
    SELECT address, request, payload, latest FROM main.steps
    WHERE payload IS NOT NULL AND verdict IN ('ok', 'same') AND latest IS NOT NULL
), last_seen AS (
    SELECT payload, max(capture) FROM seen
    GROUP BY address, request ->> 'browser' IS NOT NULL, request ->> 'for', request ->> 'body'
), begun AS (
    SELECT f.payload FROM main.news AS f JOIN main.visits AS v USING (site_run)
    WHERE v.outcome IS NULL AND f.payload IS NOT NULL
), unread AS (
    SELECT f.payload FROM main.news AS f LEFT JOIN main.documents AS d USING (capture)
    WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok' AND f.payload IS NOT NULL
    AND (d.document IS NULL OR d.reason_code IN (SELECT value FROM json_each(:failures)))
)
SELECT p.sha256
FROM main.payloads AS p
WHERE p.payload IN (SELECT payload FROM last_seen UNION SELECT payload FROM begun UNION SELECT payload FROM unread)
ORDER BY p.payload
