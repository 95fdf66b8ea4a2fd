-- What people query, beside the tables themselves.

-- One row a start of the program to fetch.
CREATE VIEW runs AS
SELECT
    o.run,
    strftime('%Y-%m-%dT%H:%M:%fZ', o.started / 1000.0, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', o.finished / 1000.0, 'unixepoch') AS finished_at,
    o.version,
    t.fields AS settings
FROM outings AS o
JOIN site_settings AS t USING (settings);

CREATE VIEW site_runs AS
SELECT
    v.site_run,
    o.run,
    v.site,
    strftime('%Y-%m-%dT%H:%M:%fZ', v.started / 1000.0, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', v.finished / 1000.0, 'unixepoch') AS finished_at,
    v.outcome,
    v.reason,
    v.detail,
    v.requests,
    v.bytes,
    v.settings,
    strftime('%Y-%m-%dT%H:%M:%fZ', v.seen_from / 1000.0, 'unixepoch') AS seen_from,
    v.reasons
FROM visits AS v
JOIN outings AS o USING (outing);

-- Captures that said nothing new, in the shape of `fetches`. A key begins with its instant, in base 32. Each column has the
-- affinity that it has in `news`: only then does SQLite search the two arms of `fetches` apart, by their indexes.
CREATE VIEW repeated AS
SELECT
    r.capture,
    r.site_run,
    s.site,
    s.kind,
    s.address,
    CAST((((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 1, 1)) - 1) << 40) | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 2, 1)) - 1) << 35) | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 3, 1)) - 1) << 30)
        | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 4, 1)) - 1) << 25) | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 5, 1)) - 1) << 20) | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 6, 1)) - 1) << 15)
        | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 7, 1)) - 1) << 10) | ((instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 8, 1)) - 1) << 5) | (instr('0123456789abcdefghjkmnpqrstvwxyz', substr(r.capture, 9, 1)) - 1)) AS INTEGER) AS fetched_at,
    s.status,
    s.verdict,
    s.detail,
    s.payload,
    s.headers,
    s.request,
    CAST(CASE WHEN s.via IS NULL OR r.via IS NOT NULL THEN r.via ELSE (SELECT q.capture FROM repeats AS q
        JOIN steps AS t ON t.step = q.step WHERE q.capture < r.capture AND q.site_run = r.site_run AND t.address = s.via
        ORDER BY q.capture DESC LIMIT 1) END AS TEXT) AS via,
    s.link_title,
    s.reason,
    s.reason_args
FROM repeats AS r
JOIN steps AS s USING (step);

-- Between which keys the repeats of a closed site run lie.
CREATE VIEW visit_spans AS
SELECT
    v.site_run,
    v.site,
    substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 40 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 35 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 30 & 31) + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 25 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 20 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 15 & 31) + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 10 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 5 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', (v.started >> 0 & 31) + 1, 1) AS first,
    substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 40 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 35 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 30 & 31) + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 25 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 20 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 15 & 31) + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 10 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 5 & 31) + 1, 1) || substr('0123456789abcdefghjkmnpqrstvwxyz', ((max(v.finished, coalesce(v.reach, 0)) + 1) >> 0 & 31) + 1, 1) AS last
FROM visits AS v
WHERE v.outcome IS NOT NULL;

-- Every fetch attempt, those that said something new and those that did not. The span repeats what `site_run` says, so that
-- an address leads to its captures without an index of its own.
CREATE VIEW fetches AS
SELECT
    capture, site_run, kind, address, fetched_at, status, verdict, detail, payload, headers, request, via, link_title, reason, reason_args
FROM news
UNION ALL
SELECT
    r.capture, r.site_run, r.kind, r.address, r.fetched_at, r.status, r.verdict, r.detail, r.payload, r.headers, r.request,
    r.via, r.link_title, r.reason, r.reason_args
FROM repeated AS r
JOIN visit_spans AS w ON w.site_run = r.site_run AND w.site = r.site AND r.capture BETWEEN w.first AND w.last;

CREATE TRIGGER fetches_keep_update INSTEAD OF UPDATE ON fetches
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER fetches_keep_delete INSTEAD OF DELETE ON fetches
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE VIEW captures AS
SELECT
    f.capture,
    o.run,
    v.site,
    f.kind,
    a.url,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.fetched_at / 1000.0, 'unixepoch') AS fetched_at,
    f.status,
    f.verdict,
    lower(hex(p.sha256)) AS payload,
    f.via,
    f.reason,
    f.detail,
    f.link_title,
    p.size,
    h.fields AS headers,
    f.request,
    f.reason_args
FROM news AS f
JOIN visits AS v USING (site_run)
JOIN outings AS o USING (outing)
JOIN addresses AS a USING (address)
LEFT JOIN payloads AS p USING (payload)
LEFT JOIN header_sets AS h USING (headers)
UNION ALL
SELECT
    f.capture,
    o.run,
    v.site,
    f.kind,
    a.url,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.fetched_at / 1000.0, 'unixepoch'),
    f.status,
    f.verdict,
    lower(hex(p.sha256)),
    f.via,
    f.reason,
    f.detail,
    f.link_title,
    p.size,
    h.fields,
    f.request,
    f.reason_args
FROM repeated AS f
JOIN visit_spans AS w ON w.site_run = f.site_run AND w.site = f.site AND f.capture BETWEEN w.first AND w.last
JOIN visits AS v ON v.site_run = f.site_run
JOIN outings AS o USING (outing)
JOIN addresses AS a USING (address)
LEFT JOIN payloads AS p USING (payload)
LEFT JOIN header_sets AS h USING (headers);

-- Nights on which absence may be concluded, and the instant as of which: before the night where lists have their turns.
CREATE VIEW sound_looks AS
SELECT s.site_run, s.run, s.site, t.county_code, s.started_at, s.finished_at, a.url AS start, l.state, l.declared,
    coalesce(s.seen_from, s.finished_at) AS seen_from
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

-- What people last said of each finding that stands. A word holds for the content that was judged and for all readings of it:
-- until a version that the publisher made, not a later parser.
CREATE VIEW judged_findings AS
SELECT v.report, v.version, j.rule, j.says, j.person, j.at, j.note, j.detail AS judged_detail, j.judgement
FROM judgements AS j
JOIN versions AS w ON w.version = j.version
JOIN versions AS v ON v.report = w.report
WHERE j.says <> 'withdrawn'
AND EXISTS (SELECT 1 FROM findings AS f WHERE f.version = v.version AND f.rule = j.rule)
AND NOT EXISTS (SELECT 1 FROM versions AS b WHERE b.report = v.report AND b.cause = 'publisher'
    AND b.seq > min(v.seq, w.seq) AND b.seq <= max(v.seq, w.seq))
AND NOT EXISTS (SELECT 1 FROM judgements AS n JOIN versions AS x ON x.version = n.version
    WHERE n.report = j.report AND n.rule = j.rule AND (n.at, n.judgement) > (j.at, j.judgement)
    AND NOT EXISTS (SELECT 1 FROM versions AS b WHERE b.report = v.report AND b.cause = 'publisher'
        AND b.seq > min(v.seq, x.seq) AND b.seq <= max(v.seq, x.seq)));

-- Every number that a version tells: those of the tables, and those told in the text (`line` is then the indicator,
-- `column` the section and the place in it). One row of `versions` leads to its numbers through a list: SQLite searches no
-- UNION ALL for each row of a join, but builds all of it.
CREATE VIEW told_numbers AS
SELECT v.version, l.value ->> 0 AS "table", l.value ->> 1 AS line, c.key AS "column", c.value
FROM versions AS v, json_each((
    SELECT json_group_array(json(listed)) FROM (
        SELECT json_array('applications', line, json_object(
            'natural_person', natural_person, 'enterprise', enterprise, 'research_institution', research_institution,
            'public_welfare_organization', public_welfare_organization,
            'legal_service_organization', legal_service_organization, 'other_organization', other_organization,
            'total', total)) AS listed FROM applications WHERE version = v.version
        UNION ALL
        SELECT json_array('disclosure', line, json_object(
            'issued', issued, 'repealed', repealed, 'in_force', in_force, 'made', made, 'published', published,
            'items_last_year', items_last_year, 'change', change, 'decisions', decisions, 'projects', projects,
            'amount', amount)) FROM disclosures WHERE version = v.version
        UNION ALL
        SELECT json_array('review', block, json_object(
            'upheld', upheld, 'corrected', corrected, 'other', other, 'pending', pending, 'total', total))
        FROM reviews WHERE version = v.version
        UNION ALL
        SELECT json_array('statistics', line, json_object('value', value)) FROM statistics WHERE version = v.version
        UNION ALL
        SELECT json_array('text', indicator, json_object(section || ':' || start, value))
        FROM figures WHERE version = v.version))) AS l, json_each(l.value, '$[2]') AS c
WHERE c.value IS NOT NULL;

-- The statutory tables, and the sheet of 2014 to 2018, as one long list: one row a printed number.
CREATE VIEW numbers AS
SELECT version, "table", line, "column", value
FROM told_numbers
WHERE "table" <> 'text';

-- Which printed numbers each change of a report changed, from what to what; null is a number that was not there.
CREATE VIEW changed_numbers AS
SELECT c.at, c.subject, c.kind, c.cause, m.value ->> 0 AS "table", m.value ->> 1 AS line, m.value ->> 2 AS "column",
    m.value ->> 3 AS before, m.value ->> 4 AS after, c.before AS version_before, c.after AS version_after, c.capture
FROM changes AS c, json_each((
    SELECT json_group_array(json_array("table", line, "column", was, is_now)) FROM (
        SELECT "table", line, "column", max(iif(version = c.before, value, NULL)) AS was,
            max(iif(version = c.after, value, NULL)) AS is_now
        FROM numbers WHERE version IN (c.before, c.after) GROUP BY "table", line, "column" HAVING was IS NOT is_now))) AS m
WHERE c.kind IN ('figures', 'restored') AND c.after IS NOT NULL;

CREATE VIEW sites_health AS
SELECT
    s.site,
    s.county_code,
    coalesce(c.site_runs, 0) AS site_runs,
    c.ok,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.last_ok / 1000.0, 'unixepoch') AS last_ok,
    v.outcome AS last_outcome,
    v.reason AS last_reason,
    v.detail AS last_detail
FROM sites AS s
LEFT JOIN site_counts AS c USING (site)
LEFT JOIN visits AS v ON v.site_run = c.last;

-- From any number, printed in a table or told in the text, to all that it rests on: the version, the bytes, the request
-- and its answer, the page and the list that led there, the site run, the program and the settings of that night. Ask
-- with a version, or a report.
CREATE VIEW provenance AS
SELECT
    v.report, v.version, v.seq, n."table", n.line, n."column", n.value,
    v.claimed_on, v.claimed_label, strftime('%Y-%m-%dT%H:%M:%fZ', f.fetched_at / 1000.0, 'unixepoch') AS fetched_at, v.parsed_at, v.parser,
    f.capture, a.url, coalesce(f.request, '{"method": "GET"}') AS request, f.status, f.verdict AS capture_verdict,
    h.fields AS headers, lower(hex(b.sha256)) AS payload, b.size,
    CASE WHEN f.kind = 'attachment' THEN f.via END AS page, CASE WHEN f.kind = 'attachment' THEN pa.url END AS page_url,
    coalesce(lf.capture, lr.capture) AS listing, la.url AS listing_url,
    coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', lf.fetched_at / 1000.0, 'unixepoch'), (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', x.fetched_at / 1000.0, 'unixepoch') FROM repeated AS x WHERE x.capture = lr.capture)) AS listing_fetched_at,
    lower(hex(lb.sha256)) AS listing_payload,
    o.run, s.site, s.outcome, strftime('%Y-%m-%dT%H:%M:%fZ', s.started / 1000.0, 'unixepoch') AS site_run_started_at, strftime('%Y-%m-%dT%H:%M:%fZ', s.finished / 1000.0, 'unixepoch') AS site_run_finished_at,
    o.version AS program, rt.fields AS run_settings, t.fields AS site_settings
FROM versions AS v
JOIN told_numbers AS n USING (version)
JOIN news AS f ON f.capture = v.capture
JOIN addresses AS a ON a.address = f.address
JOIN visits AS s ON s.site_run = f.site_run
JOIN outings AS o ON o.outing = s.outing
JOIN site_settings AS rt ON rt.settings = o.settings
LEFT JOIN site_settings AS t ON t.settings = s.settings
LEFT JOIN payloads AS b ON b.payload = f.payload
LEFT JOIN header_sets AS h ON h.headers = f.headers
LEFT JOIN news AS pf ON pf.capture = f.via
LEFT JOIN repeats AS pr ON pr.capture = f.via
LEFT JOIN steps AS ps ON ps.step = pr.step
LEFT JOIN addresses AS pa ON pa.address = coalesce(pf.address, ps.address)
LEFT JOIN news AS lf ON lf.capture = CASE WHEN coalesce(pf.kind, ps.kind) IN ('listing', 'portal') THEN f.via
    ELSE coalesce(pf.via, (SELECT x.via FROM repeated AS x WHERE x.capture = f.via)) END
LEFT JOIN repeats AS lr ON lr.capture = CASE WHEN coalesce(pf.kind, ps.kind) IN ('listing', 'portal') THEN f.via
    ELSE coalesce(pf.via, (SELECT x.via FROM repeated AS x WHERE x.capture = f.via)) END
LEFT JOIN steps AS ls ON ls.step = lr.step
LEFT JOIN addresses AS la ON la.address = coalesce(lf.address, ls.address)
LEFT JOIN payloads AS lb ON lb.payload = coalesce(lf.payload, ls.payload);

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

-- Tables and views whose name is an old word, once more under the name that the glossary has. The old names stay.

-- The addresses that show or showed a report, page or attachment; `available` is 1 while it is there.
CREATE VIEW publications AS
SELECT m.report, m.place AS url_key, m.url, m.kind, m.first_seen, m.capture, m.version, m.leads, m.up AS available
FROM manifestations AS m;

-- One row a list that a site run checked.
CREATE VIEW listing_checks AS
SELECT
    s.site_run, s.run, s.site, t.county_code, s.started_at, s.finished_at, s.outcome, a.url AS start, l.state, l.complete,
    l.declared, l.reason, l.reason_code, s.seen_from, l.reason_args
FROM looks AS l
JOIN site_runs AS s USING (site_run)
JOIN sites AS t USING (site)
JOIN addresses AS a ON a.address = l.start;

-- The listing checks that can prove absence.
CREATE VIEW complete_checks AS
SELECT site_run, run, site, county_code, started_at, finished_at, start, state, declared, seen_from
FROM sound_looks;

-- Every number that a version states, in a table or in the text.
CREATE VIEW stated_numbers AS
SELECT version, "table", line, "column", value
FROM told_numbers;

-- Rules that a version was found to break only by a later parser, or by rules that changed since.
CREATE VIEW retroactive_findings AS
SELECT version, rule
FROM afterthoughts;

-- Runs whose instants cannot be trusted; no absence is concluded from them.
CREATE VIEW untrusted_runs AS
SELECT run, noticed_at, detail, reason
FROM doubted_runs;

-- What the check of each list proves, a row a fact.
CREATE VIEW listing_check_facts AS
SELECT
    s.site_run, s.run, s.site, a.url AS start, f.value ->> 'fact' AS fact, f.value ->> 'holds' AS holds,
    f.value ->> 'observation' AS observation, coalesce(f.value -> 'args', '{}') AS args
FROM looks AS l
JOIN site_runs AS s USING (site_run)
JOIN addresses AS a ON a.address = l.start
JOIN proofs AS p USING (proof), json_each(p.findings) AS f;
