SELECT
    s.county_code, c.name AS county, s.township_code, t.name AS township, s.year, s.verdict, s.claimed_on,
    json_extract(s.evidence, '$.look_before.at') AS not_there_at,
    json_extract(s.evidence, '$.look_before.url') AS looked_at,
    json_extract(s.evidence, '$.look_before.capture') AS capture,
    s.first_seen, s.days_late
FROM status AS s
CROSS JOIN townships AS t ON t.code = s.township_code
CROSS JOIN counties AS c ON c.code = s.county_code
WHERE s.backdated AND (:year = '' OR s.year = :year)
ORDER BY s.year DESC, s.township_code;
