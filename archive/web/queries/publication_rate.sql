SELECT
    s.county_code, c.name AS county, s.year,
    sum(s.verdict <> 'exempt') AS owed,
    sum(s.report IS NOT NULL) AS read,
    sum(s.verdict = 'on_time') AS on_time,
    sum(s.verdict = 'late') AS late,
    sum(s.verdict = 'not_published') AS not_published,
    sum(s.verdict = 'seen_after_gap') AS seen_after_gap,
    sum(s.verdict = 'cannot_tell') AS cannot_tell,
    sum(s.verdict = 'pending') AS pending,
    round(100.0 * sum(s.verdict = 'on_time')
        / nullif(sum(s.verdict IN ('on_time', 'late', 'not_published')), 0), 1) AS on_time_percent
FROM status AS s
CROSS JOIN counties AS c ON c.code = s.county_code
-- a range: under OR all of the country would be read for one county
WHERE s.county_code BETWEEN :county AND iif(:county = '', ':', :county)
GROUP BY s.county_code, s.year
ORDER BY s.county_code, s.year;
