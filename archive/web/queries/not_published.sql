SELECT
    s.county_code, c.name AS county, s.township_code, t.name AS township, s.year, s.verdict,
    json_extract(s.evidence, '$.why') AS why,
    json_extract(s.evidence, '$.look_after.at') AS last_look,
    json_extract(s.evidence, '$.look_after.url') AS looked_at,
    json_extract(s.evidence, '$.look_after.capture') AS capture,
    (SELECT k.payload FROM captures AS k WHERE k.capture = json_extract(s.evidence, '$.look_after.capture')) AS payload,
    s.due_at, s.basis
FROM status AS s
CROSS JOIN townships AS t ON t.code = s.township_code
CROSS JOIN counties AS c ON c.code = s.county_code
WHERE s.verdict = 'not_published'
    AND s.year = coalesce(nullif(:year, ''), (
        SELECT year FROM verdict_counts WHERE verdict <> 'pending' ORDER BY year DESC LIMIT 1))
ORDER BY s.county_code, s.days_late DESC, s.township_code;
