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
