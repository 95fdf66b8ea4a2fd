-- A step names the address that led there, and no longer the step: a list that comes whole one night and unchanged the next
-- would give each page behind it two steps. Repeats whose step then tells another capture than before name theirs.
CREATE TABLE led (
    capture TEXT PRIMARY KEY,
    via TEXT,
    last TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO led
SELECT
    r.capture,
    (SELECT q.capture FROM repeats AS q WHERE q.capture < r.capture AND q.site_run = r.site_run AND q.step = s.via
        ORDER BY q.capture DESC LIMIT 1),
    (SELECT q.capture FROM repeats AS q JOIN steps AS t ON t.step = q.step WHERE q.capture < r.capture
        AND q.site_run = r.site_run AND t.address = v.address ORDER BY q.capture DESC LIMIT 1)
FROM repeats AS r
JOIN steps AS s ON s.step = r.step
JOIN steps AS v ON v.step = s.via;

DROP TRIGGER repeats_keep_update;

UPDATE repeats
SET via = (SELECT l.via FROM led AS l WHERE l.capture = repeats.capture)
WHERE capture IN (SELECT capture FROM led WHERE via IS NOT last);

DROP TABLE led;

CREATE TABLE former_steps (
    step INTEGER PRIMARY KEY,
    site, kind, address, status, verdict, detail, payload, headers, request, link_title, via, latest
);

INSERT INTO former_steps
SELECT *
FROM steps;

DROP TABLE steps;

-- What was asked and answered, once for each distinct answer to a site's request; `via` is the address that led here, where
-- the last capture of it before in the same site run did. `latest` is the last capture that took this step: the one column that moves on.
CREATE TABLE steps (
    step INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (site),
    kind TEXT NOT NULL,
    address INTEGER NOT NULL REFERENCES addresses (address),
    status INTEGER,
    verdict TEXT NOT NULL,
    detail TEXT,
    payload INTEGER REFERENCES payloads (payload),
    headers INTEGER REFERENCES header_sets (headers),
    request TEXT,
    link_title TEXT,
    via INTEGER REFERENCES addresses (address),
    latest TEXT
) STRICT;

INSERT INTO steps
SELECT
    f.step, f.site, f.kind, f.address, f.status, f.verdict, f.detail, f.payload, f.headers, f.request, f.link_title,
    v.address, f.latest
FROM former_steps AS f
LEFT JOIN former_steps AS v ON v.step = f.via;

DROP TABLE former_steps;

CREATE INDEX steps_by_address ON steps (address);

CREATE TRIGGER repeats_keep_update BEFORE UPDATE ON repeats
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER steps_keep_update BEFORE UPDATE OF step, site, kind, address, status, verdict, detail, payload, headers, request, link_title, via ON steps
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER steps_keep_delete BEFORE DELETE ON steps
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;
