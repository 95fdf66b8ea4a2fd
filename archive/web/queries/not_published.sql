SELECT
    s.county_code, c.name AS county, s.township_code, t.name AS township, s.year, s.verdict,
    json_extract(s.evidence, '$.why') AS why,
    json_extract(s.evidence, '$.look_after.at') AS last_look,
    json_extract(s.evidence, '$.look_after.url') AS looked_at,
    k.capture, k.payload, s.due_at, s.basis
FROM status AS s
JOIN townships AS t ON t.code = s.township_code
JOIN counties AS c ON c.code = s.county_code
LEFT JOIN captures AS k ON k.capture = json_extract(s.evidence, '$.look_after.capture')
WHERE s.verdict = 'not_published'
    AND s.year = coalesce(nullif(:year, ''), (SELECT max(year) FROM status WHERE verdict <> 'pending'))
ORDER BY s.county_code, s.township_code;
