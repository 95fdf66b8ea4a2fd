WITH shown AS (
    SELECT coalesce(nullif(:year, ''), (
        SELECT year FROM verdict_counts WHERE verdict <> 'pending' ORDER BY year DESC LIMIT 1)) AS year
),
counted AS (
    SELECT p.day, p.due_day, p.verdict, p.reports
    FROM shown CROSS JOIN publication_days AS p ON p.year = shown.year
    WHERE :county = ''
    UNION ALL
    SELECT CASE WHEN s.claimed_on IS NULL OR s.backdated THEN date(s.first_seen, '+8 hours') ELSE s.claimed_on END,
        date(s.due_at, '+8 hours', '-1 second'), s.verdict, 1
    FROM shown CROSS JOIN status AS s ON s.county_code = :county AND s.year = shown.year
    WHERE s.first_seen IS NOT NULL
)
SELECT
    day, due_day,
    sum(reports) AS reports,
    sum(reports * (verdict = 'on_time')) AS on_time,
    sum(reports * (verdict = 'late')) AS late,
    sum(reports * (verdict NOT IN ('on_time', 'late'))) AS date_not_proved
FROM counted
GROUP BY day, due_day
ORDER BY day;
