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

INSERT INTO main.looks
SELECT l.*
FROM main.visits AS v
CROSS JOIN whole.looks AS l ON l.site_run = v.site_run;

INSERT INTO main.look_pages
SELECT p.*
FROM main.looks AS l
CROSS JOIN whole.look_pages AS p ON (p.site_run, p.start) = (l.site_run, l.start);

INSERT INTO main.proofs
SELECT p.*
FROM whole.proofs AS p
WHERE p.proof IN (SELECT l.proof FROM main.looks AS l);

INSERT INTO main.listing_states
SELECT s.*
FROM whole.listing_states AS s
WHERE s.state IN (SELECT l.state FROM main.looks AS l);

INSERT INTO main.state_items
SELECT m.*
FROM main.listing_states AS s
CROSS JOIN whole.state_items AS m ON m.state = s.state;

INSERT INTO main.items
SELECT i.*
FROM whole.items AS i
WHERE i.item IN (SELECT m.item FROM main.state_items AS m);

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

INSERT INTO main.addresses
SELECT a.*
FROM whole.addresses AS a
WHERE a.address IN (
    SELECT f.address FROM main.news AS f UNION SELECT s.address FROM main.steps AS s
    UNION SELECT s.via FROM main.steps AS s UNION SELECT i.address FROM main.items AS i
    UNION SELECT l.start FROM main.looks AS l
);

INSERT INTO main.payloads
SELECT p.*
FROM whole.payloads AS p
WHERE p.payload IN (SELECT f.payload FROM main.news AS f UNION SELECT s.payload FROM main.steps AS s);

INSERT INTO main.header_sets
SELECT h.*
FROM whole.header_sets AS h
WHERE h.headers IN (SELECT f.headers FROM main.news AS f UNION SELECT s.headers FROM main.steps AS s);
