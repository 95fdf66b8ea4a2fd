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

-- A run closed in one place and open in another is closed; closed twice, the earlier stands.
INSERT INTO runs
SELECT *
FROM other.runs
WHERE true ON CONFLICT (run) DO UPDATE SET finished_at = excluded.finished_at
WHERE excluded.finished_at < coalesce(runs.finished_at, '9');

INSERT OR IGNORE INTO site_settings (fields)
SELECT fields
FROM other.site_settings;

-- A site run that ended in one place stands over one left open; ended twice, the earlier end.
INSERT INTO site_runs (run, site, started_at, finished_at, outcome, detail, requests, bytes, settings)
SELECT r.run, r.site, r.started_at, r.finished_at, r.outcome, r.detail, r.requests, r.bytes, mc.settings
FROM other.site_runs AS r
LEFT JOIN other.site_settings AS c USING (settings)
LEFT JOIN main.site_settings AS mc ON mc.fields = c.fields
WHERE true
ON CONFLICT (run, site) DO UPDATE SET
    finished_at = excluded.finished_at, outcome = excluded.outcome, detail = excluded.detail,
    requests = excluded.requests, bytes = excluded.bytes
WHERE excluded.outcome IS NOT NULL
AND (excluded.finished_at, excluded.outcome, coalesce(excluded.detail, ''))
    < (coalesce(site_runs.finished_at, '9'), coalesce(site_runs.outcome, ''), coalesce(site_runs.detail, ''));

INSERT OR IGNORE INTO addresses (url)
SELECT url
FROM other.addresses;

INSERT OR IGNORE INTO payloads (sha256, size)
SELECT sha256, size
FROM other.payloads;

INSERT OR IGNORE INTO header_sets (fields)
SELECT fields
FROM other.header_sets;

INSERT OR IGNORE INTO fetches
SELECT f.capture, mr.site_run, f.kind, ma.address, f.fetched_at, f.status, f.verdict, f.detail, mp.payload, mh.headers, f.request, f.via, f.link_title
FROM other.fetches AS f
JOIN other.site_runs AS r USING (site_run)
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (r.run, r.site)
JOIN other.addresses AS a USING (address)
JOIN main.addresses AS ma ON ma.url = a.url
LEFT JOIN other.payloads AS p USING (payload)
LEFT JOIN main.payloads AS mp ON mp.sha256 = p.sha256
LEFT JOIN other.header_sets AS h USING (headers)
LEFT JOIN main.header_sets AS mh ON mh.fields = h.fields;

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

-- A site run that went on in two copies: the look that saw more of the list.
INSERT INTO looks
SELECT mr.site_run, ma.address, ms.state, l.complete, l.declared, l.reason
FROM other.looks AS l
JOIN other.site_runs AS r USING (site_run)
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (r.run, r.site)
JOIN other.addresses AS a ON a.address = l.start
JOIN main.addresses AS ma ON ma.url = a.url
JOIN other.listing_states AS s USING (state)
JOIN main.listing_states AS ms ON ms.digest = s.digest
WHERE true ON CONFLICT (site_run, start) DO UPDATE SET state = excluded.state, complete = excluded.complete, declared = excluded.declared, reason = excluded.reason
WHERE (excluded.complete, (SELECT digest FROM main.listing_states WHERE state = excluded.state), coalesce(excluded.declared, -1), coalesce(excluded.reason, '')) > (looks.complete, (SELECT digest FROM main.listing_states WHERE state = looks.state), coalesce(looks.declared, -1), coalesce(looks.reason, ''));

INSERT OR IGNORE INTO doubted_runs
SELECT *
FROM other.doubted_runs;
