-- Arithmetic that does not hold, and whose fault
-- 勾稽关系不符: sums and balances that the printed numbers break, in the versions in force. Blame `source` means that the printed document is wrong, `reading` that
-- we are not sure we read it right. :year and :blame (source, reading, unknown) may stay blank.
SELECT
    v.county, v.township_code, v.township, v.year, f.rule, f.severity, f.blame, f.detail, v.version, v.capture
FROM findings AS f
JOIN current_versions AS v ON v.version = f.version
WHERE (
        f.rule LIKE '%.row_sum' OR f.rule LIKE '%.outcome_sum' OR f.rule LIKE '%.balance'
        OR f.rule LIKE 'review.%.total' OR f.rule LIKE 'statistics.%.sum')
    AND (:year = '' OR v.year = :year) AND (:blame = '' OR f.blame = :blame)
ORDER BY v.year DESC, v.township_code, f.rule;
