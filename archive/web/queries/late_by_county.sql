SELECT
    s.county_code, c.name AS county, s.township_code, t.name AS township, s.year, s.verdict, s.days_late, s.due_at,
    json_extract(s.evidence, '$.look_before.at') AS last_look_without,
    s.first_seen, s.claimed_on, s.backdated
FROM status AS s
CROSS JOIN townships AS t ON t.code = s.township_code
CROSS JOIN counties AS c ON c.code = s.county_code
WHERE s.verdict = 'late' AND (:year = '' OR s.year = :year) AND (:county = '' OR s.county_code = :county)
ORDER BY s.year DESC, s.county_code, s.days_late DESC;
