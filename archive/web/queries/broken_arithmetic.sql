SELECT
    v.county, v.township_code, v.township, v.year, f.rule, f.severity, f.blame, f.detail, v.version, v.capture
FROM findings AS f
JOIN current_versions AS v ON v.version = f.version
WHERE (
        f.rule LIKE '%.row_sum' OR f.rule LIKE '%.outcome_sum' OR f.rule LIKE '%.balance'
        OR f.rule LIKE 'review.%.total' OR f.rule LIKE 'statistics.%.sum')
    AND (:year = '' OR v.year = :year) AND (:blame = '' OR f.blame = :blame)
ORDER BY v.year DESC, v.township_code, f.rule;
