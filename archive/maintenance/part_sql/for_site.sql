-- What a process that visits :site in :run must know: from `whole`, an archive, into `main`, an empty part. Addresses may
-- have been another site's of the county before, so that its sites go together.
INSERT INTO main.sites
SELECT t.*
FROM whole.sites AS t
WHERE t.county_code = (SELECT s.county_code FROM whole.sites AS s WHERE s.site = :site);

INSERT INTO main.visits
SELECT v.*
FROM main.sites AS t
CROSS JOIN whole.visits AS v ON v.site = t.site;

INSERT INTO main.outings
SELECT o.*
FROM whole.outings AS o
WHERE o.outing IN (SELECT v.outing FROM main.visits AS v) OR o.run = :run;

INSERT INTO main.site_settings
SELECT c.*
FROM whole.site_settings AS c
WHERE c.settings IN (SELECT v.settings FROM main.visits AS v UNION SELECT o.settings FROM main.outings AS o);

INSERT INTO main.doubted_runs
SELECT d.*
FROM whole.doubted_runs AS d
WHERE d.run IN (SELECT o.run FROM main.outings AS o);

INSERT INTO main.news
SELECT f.*
FROM main.visits AS v
CROSS JOIN whole.news AS f ON f.site_run = v.site_run;

-- By their site run and its span, as the view `fetches` finds them.
INSERT INTO main.repeats
SELECT r.*
FROM main.visits AS v
CROSS JOIN whole.visit_spans AS w ON w.site_run = v.site_run
CROSS JOIN whole.repeats AS r ON r.site_run = v.site_run AND r.capture BETWEEN w.first AND w.last;

INSERT INTO main.steps
SELECT s.*
FROM whole.steps AS s
WHERE s.step IN (SELECT r.step FROM main.repeats AS r);
