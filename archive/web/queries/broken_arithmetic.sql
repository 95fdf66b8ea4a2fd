SELECT
    c.name AS county, r.township_code, t.name AS township, r.year, f.rule, f.severity, f.blame, f.detail, f.version,
    v.capture
FROM findings AS f
CROSS JOIN reports AS r ON r.version = f.version
CROSS JOIN versions AS v ON v.version = f.version
CROSS JOIN townships AS t ON t.code = r.township_code
CROSS JOIN counties AS c ON c.code = r.county_code
WHERE (
        f.rule LIKE '%.row_sum' OR f.rule LIKE '%.outcome_sum' OR f.rule LIKE '%.balance'
        OR f.rule LIKE 'review.%.total' OR f.rule LIKE 'statistics.%.sum')
    AND (:year = '' OR r.year = :year) AND (:blame = '' OR f.blame = :blame)
ORDER BY r.year DESC, r.township_code, f.rule;
