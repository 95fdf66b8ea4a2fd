-- The reports of which something may be new: those read on sites of which anything is, and what was still to be settled.
INSERT OR IGNORE INTO temp.news_of_reports
SELECT d.township_code, d.year
FROM temp.news_of_sites AS n
CROSS JOIN main.visits AS v ON v.site = n.site
CROSS JOIN main.news AS f ON f.site_run = v.site_run
CROSS JOIN main.documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL;

INSERT OR IGNORE INTO temp.news_of_reports
SELECT township_code, year
FROM main.documents
WHERE said IS NOT NULL;
