SELECT
    CASE WHEN s.claimed_on IS NULL OR s.backdated THEN date(s.first_seen, '+8 hours') ELSE s.claimed_on END AS day,
    date(s.due_at, '+8 hours', '-1 second') AS due_day,
    count(*) AS reports,
    sum(s.verdict = 'on_time') AS on_time,
    sum(s.verdict = 'late') AS late,
    sum(s.verdict NOT IN ('on_time', 'late')) AS date_not_proved
FROM status AS s
WHERE s.first_seen IS NOT NULL AND (:county = '' OR s.county_code = :county)
    AND s.year = coalesce(nullif(:year, ''), (SELECT max(year) FROM status WHERE verdict <> 'pending'))
GROUP BY day, due_day
ORDER BY day;
