-- What was read of the captures in `main`, and what is known of the reports of its county: from `whole`.
INSERT INTO main.documents
SELECT d.*
FROM main.news AS f
CROSS JOIN whole.documents AS d ON d.capture = f.capture;

INSERT INTO main.reports
SELECT r.*
FROM whole.reports AS r
WHERE r.county_code IN (SELECT t.county_code FROM main.sites AS t);

INSERT INTO main.versions
SELECT v.*
FROM main.reports AS r
CROSS JOIN whole.versions AS v ON v.report = r.report;

INSERT INTO main.changes
SELECT c.*
FROM main.reports AS r
CROSS JOIN whole.changes AS c ON c.subject = 'township:' || r.report;

INSERT INTO main.status
SELECT s.*
FROM whole.status AS s
WHERE s.county_code IN (SELECT t.county_code FROM main.sites AS t);

INSERT INTO main.verdict_reasons
SELECT v.*
FROM whole.verdict_reasons AS v
WHERE v.reason IN (SELECT s.reason FROM main.status AS s);
