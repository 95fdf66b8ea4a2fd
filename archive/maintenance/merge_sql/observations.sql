-- What was seen, in the order in which the tables refer to one another: from `other` into `main`.

INSERT OR IGNORE INTO counties
SELECT *
FROM other.counties;

INSERT OR IGNORE INTO townships
SELECT *
FROM other.townships;

-- A site's row as the archive has it that looked at the site last.
INSERT INTO sites
SELECT *
FROM other.sites
WHERE true
ON CONFLICT (site) DO UPDATE SET
    county_code = excluded.county_code, family = excluded.family, start = excluded.start, settings = excluded.settings
WHERE (
    coalesce((SELECT max(started_at) FROM other.site_runs AS r WHERE r.site = excluded.site), ''),
    json_array(excluded.county_code, excluded.family, excluded.start, excluded.settings)
) > (
    coalesce((SELECT max(started_at) FROM main.site_runs AS r WHERE r.site = excluded.site), ''),
    json_array(sites.county_code, sites.family, sites.start, sites.settings)
);

INSERT OR IGNORE INTO site_settings (fields)
SELECT fields
FROM other.site_settings;

-- A run closed in one place and open in another is closed; closed twice, the earlier stands.
INSERT INTO outings (run, started, finished, version, settings)
SELECT o.run, o.started, o.finished, o.version, mc.settings
FROM other.outings AS o
JOIN other.site_settings AS c USING (settings)
JOIN main.site_settings AS mc ON mc.fields = c.fields
WHERE true ON CONFLICT (run) DO UPDATE SET finished = excluded.finished
WHERE excluded.finished IS NOT NULL AND (outings.finished IS NULL OR excluded.finished < outings.finished);

-- A site run that ended in one place stands over one left open; ended twice, the earlier end. `reach` keeps how far the
-- captures go that were packed here.
INSERT INTO visits (outing, site, started, finished, outcome, detail, requests, bytes, settings, seen_from, reach, reason, reasons)
SELECT mo.outing, v.site, v.started, v.finished, v.outcome, v.detail, v.requests, v.bytes, mc.settings, v.seen_from, v.reach, v.reason, v.reasons
FROM other.visits AS v
JOIN other.outings AS o USING (outing)
JOIN main.outings AS mo ON mo.run = o.run
LEFT JOIN other.site_settings AS c ON c.settings = v.settings
LEFT JOIN main.site_settings AS mc ON mc.fields = c.fields
WHERE true
ON CONFLICT (site, outing) DO UPDATE SET
    finished = excluded.finished, outcome = excluded.outcome, reason = excluded.reason, reasons = excluded.reasons, detail = excluded.detail,
    requests = excluded.requests, bytes = excluded.bytes, seen_from = excluded.seen_from,
    reach = max(coalesce(visits.reach, visits.finished, 0), excluded.finished)
WHERE excluded.outcome IS NOT NULL AND (visits.outcome IS NULL
    OR (excluded.finished, excluded.outcome, coalesce(excluded.detail, ''))
        < (visits.finished, visits.outcome, coalesce(visits.detail, '')));

INSERT OR IGNORE INTO addresses (url)
SELECT url
FROM other.addresses;

INSERT OR IGNORE INTO payloads (sha256, size)
SELECT sha256, size
FROM other.payloads;

INSERT OR IGNORE INTO header_sets (digest, fields)
SELECT digest, fields
FROM other.header_sets;

INSERT OR IGNORE INTO news
SELECT f.capture, mr.site_run, f.kind, ma.address, f.fetched_at, f.status, f.verdict, f.detail, mp.payload, mh.headers, f.request, f.via, f.link_title, f.reason, f.reason_args
FROM other.news AS f
JOIN other.site_runs AS r USING (site_run)
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (r.run, r.site)
JOIN other.addresses AS a USING (address)
JOIN main.addresses AS ma ON ma.url = a.url
LEFT JOIN other.payloads AS p USING (payload)
LEFT JOIN main.payloads AS mp ON mp.sha256 = p.sha256
LEFT JOIN other.header_sets AS h USING (headers)
LEFT JOIN main.header_sets AS mh ON mh.digest = h.digest
WHERE NOT EXISTS (SELECT 1 FROM main.repeats AS m WHERE m.capture = f.capture);

-- One item that two versions of the program take for different things: the smaller description stands.
INSERT INTO items (address, title, date, kind, year, level, issuer, township_code)
SELECT ma.address, i.title, i.date, i.kind, i.year, i.level, i.issuer, i.township_code
FROM other.items AS i
JOIN other.addresses AS a USING (address)
JOIN main.addresses AS ma ON ma.url = a.url
WHERE true ON CONFLICT (address, title, coalesce(date, '')) DO UPDATE SET kind = excluded.kind, year = excluded.year, level = excluded.level, issuer = excluded.issuer, township_code = excluded.township_code
WHERE json_array(excluded.kind, excluded.year, excluded.level, excluded.issuer, excluded.township_code) < json_array(items.kind, items.year, items.level, items.issuer, items.township_code);

INSERT OR IGNORE INTO listing_states (digest) SELECT digest
FROM other.listing_states;

INSERT OR IGNORE INTO state_items
SELECT ms.state, mi.item
FROM other.state_items AS m
JOIN other.listing_states AS s USING (state)
JOIN main.listing_states AS ms ON ms.digest = s.digest
JOIN other.items AS i USING (item)
JOIN other.addresses AS a USING (address)
JOIN main.addresses AS ma ON ma.url = a.url
JOIN main.items AS mi ON mi.address = ma.address AND mi.title = i.title AND coalesce(mi.date, '') = coalesce(i.date, '');

INSERT INTO proofs (digest, findings)
SELECT digest, findings
FROM other.proofs
WHERE true ON CONFLICT DO NOTHING;

-- A site run that went on in two copies: the look that saw more of the list, with its pages and what they prove.
CREATE TEMP TABLE arriving_looks AS
SELECT
    mr.site_run, ma.address AS start, ms.state, ms.digest, l.complete, l.declared, l.reason, l.reason_code, l.reason_args, mp.proof,
    mp.digest AS proof_digest, l.site_run AS there, l.start AS start_there
FROM other.looks AS l
JOIN other.site_runs AS r USING (site_run)
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (r.run, r.site)
JOIN other.addresses AS a ON a.address = l.start
JOIN main.addresses AS ma ON ma.url = a.url
JOIN other.listing_states AS s USING (state)
JOIN main.listing_states AS ms ON ms.digest = s.digest
LEFT JOIN other.proofs AS p USING (proof)
LEFT JOIN main.proofs AS mp ON mp.digest = p.digest;

DELETE FROM temp.arriving_looks AS n
WHERE EXISTS (
    SELECT 1 FROM main.looks AS l JOIN main.listing_states AS s USING (state) LEFT JOIN main.proofs AS p USING (proof)
    WHERE (l.site_run, l.start) = (n.site_run, n.start)
    AND (l.complete, s.digest, coalesce(l.declared, -1), coalesce(l.reason, ''), coalesce(p.digest, x''))
        >= (n.complete, n.digest, coalesce(n.declared, -1), coalesce(n.reason, ''), coalesce(n.proof_digest, x''))
);

DELETE FROM main.look_pages AS g
WHERE EXISTS (SELECT 1 FROM temp.arriving_looks AS n WHERE (n.site_run, n.start) = (g.site_run, g.start));

INSERT OR REPLACE INTO looks (site_run, start, state, complete, declared, reason, reason_code, reason_args, proof)
SELECT site_run, start, state, complete, declared, reason, reason_code, reason_args, proof
FROM temp.arriving_looks;

INSERT INTO look_pages
SELECT n.site_run, n.start, g.position, g.number, g.capture
FROM temp.arriving_looks AS n
JOIN other.look_pages AS g ON (g.site_run, g.start) = (n.there, n.start_there);

DROP TABLE temp.arriving_looks;

INSERT OR IGNORE INTO doubted_runs (run, noticed_at, detail, reason)
SELECT run, noticed_at, detail, reason
FROM other.doubted_runs;
