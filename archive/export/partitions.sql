-- All from which the exported tables are made, each row with a code of its province and its year. What was read of a
-- version stays the same under its key, until another parser adds remarks.
SELECT r.county_code, r.year, r.report, r.state, r.version, r.first_seen, c.name, t.name
FROM reports AS r
LEFT JOIN counties AS c ON c.code = r.county_code
LEFT JOIN townships AS t ON t.code = r.township_code
ORDER BY r.report;

SELECT
    s.county_code, s.year, s.township_code, s.verdict, s.due_at, s.basis, s.first_seen, s.claimed_on, s.days_late,
    s.backdated, s.report, s.reason, s.evidence, c.name, t.name
FROM status AS s
LEFT JOIN counties AS c ON c.code = s.county_code
LEFT JOIN townships AS t ON t.code = s.township_code
ORDER BY s.township_code, s.year;

SELECT township_code, year, version, capture, parsed_at, parser
FROM documents
WHERE version IS NOT NULL AND year IS NOT NULL
ORDER BY township_code, year, capture, parsed_at;

SELECT r.county_code, r.year, v.version, v.seq, v.parser, f.rule, f.severity, f.blame, f.detail
FROM reports AS r
JOIN versions AS v USING (report)
LEFT JOIN findings AS f ON f.version = v.version
ORDER BY r.report, v.version, f.rule, f.detail;

SELECT r.county_code, r.year, m.*
FROM manifestations AS m
JOIN reports AS r USING (report)
ORDER BY m.report, m.place;

SELECT r.county_code, r.year, c.*
FROM reports AS r
JOIN changes AS c ON c.subject = 'township:' || r.report
ORDER BY c.subject, c.at, c.kind;

SELECT r.county_code, r.year, c.*
FROM copied_from AS c
JOIN versions AS v USING (version)
JOIN reports AS r USING (report)
ORDER BY c.version, c.source;
