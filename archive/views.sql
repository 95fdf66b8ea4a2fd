-- What people query, beside the tables themselves.

CREATE VIEW captures AS
SELECT
    f.capture,
    s.run,
    s.site,
    f.kind,
    a.url,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.fetched_at / 1000.0, 'unixepoch') AS fetched_at,
    f.status,
    f.verdict,
    lower(hex(p.sha256)) AS payload,
    f.via,
    f.detail,
    f.link_title,
    p.size,
    h.fields AS headers,
    f.request
FROM fetches AS f
JOIN site_runs AS s USING (site_run)
JOIN addresses AS a USING (address)
LEFT JOIN payloads AS p USING (payload)
LEFT JOIN header_sets AS h USING (headers);

-- Nights on which absence may be concluded.
CREATE VIEW sound_looks AS
SELECT s.site_run, s.run, s.site, t.county_code, s.started_at, s.finished_at, a.url AS start, l.state, l.declared
FROM site_runs AS s
JOIN sites AS t USING (site)
JOIN looks AS l USING (site_run)
JOIN addresses AS a ON a.address = l.start
WHERE s.outcome = 'ok' AND l.complete = 1;

CREATE VIEW listed_reports AS
SELECT s.run, s.site, s.outcome, s.started_at, i.township_code, i.year, i.kind, i.title, i.date, a.url
FROM site_runs AS s
JOIN looks AS l USING (site_run)
JOIN state_items AS m USING (state)
JOIN items AS i USING (item)
JOIN addresses AS a ON a.address = i.address;

-- The figures in force: the version that each report shows now.
CREATE VIEW current_versions AS
SELECT
    r.report, r.township_code, t.name AS township, r.county_code, c.name AS county, r.year, r.state, r.first_seen,
    v.version, v.seq, v.capture, v.fetched_at, v.parsed_at, v.claimed_on, v.claimed_label, v.signed_on, v.change, v.cause,
    v.title, v.document_number, v.form, v.parser
FROM reports AS r
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
JOIN versions AS v ON v.version = r.version;

-- The three statutory tables as one long list: one row a printed number.
CREATE VIEW numbers AS
SELECT a.version, 'applications' AS "table", a.line, j.key AS "column", j.value
FROM applications AS a, json_each(json_object(
    'natural_person', a.natural_person, 'enterprise', a.enterprise, 'research_institution', a.research_institution,
    'public_welfare_organization', a.public_welfare_organization,
    'legal_service_organization', a.legal_service_organization, 'other_organization', a.other_organization,
    'total', a.total)) AS j
WHERE j.value IS NOT NULL
UNION ALL
SELECT d.version, 'disclosure', d.line, j.key, j.value
FROM disclosures AS d, json_each(json_object(
    'issued', d.issued, 'repealed', d.repealed, 'in_force', d.in_force, 'made', d.made, 'published', d.published,
    'items_last_year', d.items_last_year, 'change', d.change, 'decisions', d.decisions, 'projects', d.projects,
    'amount', d.amount)) AS j
WHERE j.value IS NOT NULL
UNION ALL
SELECT r.version, 'review', r.block, j.key, j.value
FROM reviews AS r, json_each(json_object(
    'upheld', r.upheld, 'corrected', r.corrected, 'other', r.other, 'pending', r.pending, 'total', r.total)) AS j
WHERE j.value IS NOT NULL;

CREATE VIEW sites_health AS
SELECT
    s.site,
    s.county_code,
    count(r.site_run) AS site_runs,
    sum(r.outcome = 'ok') AS ok,
    max(CASE WHEN r.outcome = 'ok' THEN r.started_at END) AS last_ok,
    (SELECT outcome FROM site_runs WHERE site = s.site ORDER BY started_at DESC LIMIT 1) AS last_outcome,
    (SELECT detail FROM site_runs WHERE site = s.site ORDER BY started_at DESC LIMIT 1) AS last_detail
FROM sites AS s
LEFT JOIN site_runs AS r USING (site)
GROUP BY s.site;

-- From any printed number to all that it rests on: the version, the bytes, the request and its answer, the page and the
-- list that led there, the site run, the program and the settings of that night. Ask with a version, or a report.
CREATE VIEW provenance AS
SELECT
    v.report, v.version, v.seq, n."table", n.line, n."column", n.value,
    v.claimed_on, v.claimed_label, c.fetched_at, v.parsed_at, v.parser,
    c.capture, c.url, coalesce(c.request, '{"method": "GET"}') AS request, c.status, c.verdict AS capture_verdict,
    c.headers, c.payload, c.size,
    CASE WHEN c.kind = 'attachment' THEN p.capture END AS page, CASE WHEN c.kind = 'attachment' THEN p.url END AS page_url,
    l.capture AS listing, l.url AS listing_url, l.fetched_at AS listing_fetched_at, l.payload AS listing_payload,
    c.run, c.site, s.outcome, s.started_at AS site_run_started_at, s.finished_at AS site_run_finished_at,
    r.version AS program, r.settings AS run_settings, t.fields AS site_settings
FROM versions AS v
JOIN numbers AS n USING (version)
JOIN captures AS c ON c.capture = v.capture
JOIN site_runs AS s ON s.run = c.run AND s.site = c.site
JOIN runs AS r ON r.run = c.run
LEFT JOIN site_settings AS t ON t.settings = s.settings
LEFT JOIN captures AS p ON p.capture = c.via
LEFT JOIN captures AS l ON l.capture = CASE WHEN p.kind IN ('listing', 'portal') THEN p.capture ELSE p.via END;

-- Reports whose claimed date lies before a sound look that did not show them; one row for each such look.
CREATE VIEW backdating AS
SELECT
    r.report, r.township_code, r.year, v.version, v.claimed_on, v.claimed_label, r.first_seen, v.capture,
    k.run AS look, k.finished_at AS looked_at, k.start AS listing_url,
    (SELECT min(f.capture) FROM fetches AS f JOIN addresses AS a USING (address)
     WHERE f.site_run = k.site_run AND a.url = k.start AND f.payload IS NOT NULL) AS listing
FROM reports AS r
JOIN versions AS v ON v.report = r.report AND v.seq = 1
JOIN sound_looks AS k ON k.county_code = r.county_code AND k.finished_at < r.first_seen
WHERE v.claimed_on < date(k.finished_at, '+8 hours')
AND NOT EXISTS (
    SELECT 1 FROM looks AS x JOIN site_runs AS y USING (site_run) JOIN state_items AS m USING (state)
    JOIN items AS i USING (item) WHERE y.run = k.run
    AND ((i.township_code = r.township_code AND i.year = r.year)
        OR i.address IN (SELECT f.address FROM documents AS d JOIN fetches AS f USING (capture)
            WHERE d.township_code = r.township_code AND d.year = r.year))
);

-- Reports that share much of their words with an older one, with the names of both.
CREATE VIEW copies AS
SELECT
    c.version, v.report, t.name AS township, r.year, c.source, w.report AS source_report, u.name AS source_township,
    q.year AS source_year, c.share, c.common, c.length
FROM copied_from AS c
JOIN versions AS v ON v.version = c.version
JOIN reports AS r ON r.report = v.report
JOIN townships AS t ON t.code = r.township_code
JOIN versions AS w ON w.version = c.source
JOIN reports AS q ON q.report = w.report
JOIN townships AS u ON u.code = q.township_code;
