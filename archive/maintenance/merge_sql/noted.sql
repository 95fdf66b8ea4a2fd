-- The reports of which something may be new: those with an address that answered anew in a site run of which anything is
-- new, those that other nights of a site bear on, too, and what was still to be settled.
INSERT OR IGNORE INTO temp.news_of_sites
SELECT v.site
FROM temp.news_of_runs AS n
CROSS JOIN main.visits AS v ON v.site_run = n.site_run;

INSERT OR IGNORE INTO temp.news_of_reports
SELECT d.township_code, d.year
FROM temp.news_of_runs AS n
CROSS JOIN main.news AS g ON g.site_run = n.site_run
CROSS JOIN main.news AS f ON f.address = g.address
CROSS JOIN main.documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL;

-- What else was read on sites of which anything is new, or at addresses that answered the same.
CREATE TEMP TABLE read_there (township_code TEXT, year INTEGER, PRIMARY KEY (township_code, year));

INSERT OR IGNORE INTO temp.read_there
SELECT d.township_code, d.year
FROM temp.news_of_sites AS n
CROSS JOIN main.visits AS v ON v.site = n.site
CROSS JOIN main.news AS f ON f.site_run = v.site_run
CROSS JOIN main.documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL;

INSERT OR IGNORE INTO temp.read_there
SELECT d.township_code, d.year
FROM temp.news_of_runs AS n
CROSS JOIN main.visit_spans AS w ON w.site_run = n.site_run
CROSS JOIN main.repeats AS r ON r.site_run = n.site_run AND r.capture BETWEEN w.first AND w.last
CROSS JOIN main.steps AS s ON s.step = r.step
CROSS JOIN main.news AS f ON f.address = s.address
CROSS JOIN main.documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL;

-- Every night bears on a report with several addresses, of which one leads, and on one that an address may once have
-- lacked: `archive.reports.history.address_answers` reads those nights. On others a night bears by news of their own.
INSERT OR IGNORE INTO temp.news_of_reports
SELECT t.township_code, t.year
FROM temp.read_there AS t
WHERE (SELECT count(DISTINCT f.address) FROM main.documents AS d CROSS JOIN main.news AS f ON f.capture = d.capture
    WHERE d.township_code = t.township_code AND d.year = t.year AND d.version IS NOT NULL) > 1
OR EXISTS (
    SELECT 1 FROM main.documents AS d
    CROSS JOIN main.documents AS o ON o.capture = d.capture
    WHERE d.township_code = t.township_code AND d.year = t.year AND d.version IS NOT NULL
    AND (o.township_code IS NOT t.township_code OR o.year IS NOT t.year OR o.version IS NULL)
)
OR EXISTS (
    SELECT 1 FROM main.documents AS d
    CROSS JOIN main.news AS f ON f.capture = d.capture
    CROSS JOIN main.news AS g ON g.address = f.address
    WHERE d.township_code = t.township_code AND d.year = t.year AND d.version IS NOT NULL
    AND (g.verdict IN ('gone', 'soft_404') OR g.verdict = 'ok' AND NOT EXISTS (SELECT 1 FROM main.documents AS o
        WHERE o.capture = g.capture AND o.township_code = t.township_code AND o.year = t.year AND o.version IS NOT NULL))
)
OR EXISTS (
    SELECT 1 FROM main.documents AS d
    CROSS JOIN main.news AS f ON f.capture = d.capture
    CROSS JOIN main.steps AS s ON s.address = f.address
    WHERE d.township_code = t.township_code AND d.year = t.year AND d.version IS NOT NULL AND s.verdict = 'ok'
)
OR EXISTS (
    SELECT 1 FROM main.documents AS d
    CROSS JOIN main.news AS f ON f.capture = d.capture AND f.kind = 'attachment'
    CROSS JOIN main.news AS g ON g.verdict IN ('gone', 'soft_404') AND g.address = coalesce(
        (SELECT p.address FROM main.news AS p WHERE p.capture = f.via),
        (SELECT s.address FROM main.repeats AS p CROSS JOIN main.steps AS s ON s.step = p.step WHERE p.capture = f.via)
    )
    WHERE d.township_code = t.township_code AND d.year = t.year AND d.version IS NOT NULL
);

DROP TABLE temp.read_there;

INSERT OR IGNORE INTO temp.news_of_reports
SELECT township_code, year
FROM main.documents
WHERE said IS NOT NULL;
