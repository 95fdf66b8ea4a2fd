-- The search knows findings by the names of their rules, too: reports that have findings are indexed once more.
INSERT INTO unsearched
SELECT r.report FROM reports AS r
WHERE EXISTS (SELECT 1 FROM findings AS f WHERE f.version = r.version)
AND NOT EXISTS (SELECT 1 FROM unsearched AS u WHERE u.report = r.report);
