-- A night without news costs next to nothing: instants as numbers, settings once, and captures that said nothing new as
-- three numbers each. Runs and site runs are read through the views `runs` and `site_runs`, captures through `captures`.

ALTER TABLE runs RENAME TO outings;
ALTER TABLE site_runs RENAME TO visits;
ALTER TABLE fetches RENAME TO news;

INSERT OR IGNORE INTO site_settings (fields) SELECT settings FROM outings;

-- `started` and `finished` are in milliseconds since 1970, UTC; `reach` is how far the captures of a site run go whose end
-- was moved to an earlier instant, which only a merge does.
CREATE TABLE new_outings (
    outing INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    started INTEGER NOT NULL,
    finished INTEGER,
    version TEXT NOT NULL,
    settings INTEGER NOT NULL REFERENCES site_settings (settings)
) STRICT;

INSERT INTO new_outings (run, started, finished, version, settings)
SELECT o.run, round((julianday(o.started_at) - 2440587.5) * 86400000), round((julianday(o.finished_at) - 2440587.5) * 86400000), o.version, s.settings
FROM outings AS o
JOIN site_settings AS s ON s.fields = o.settings
ORDER BY o.started_at, o.run;

CREATE TABLE new_visits (
    site_run INTEGER PRIMARY KEY,
    outing INTEGER NOT NULL REFERENCES outings (outing),
    site TEXT NOT NULL REFERENCES sites (site),
    started INTEGER NOT NULL,
    finished INTEGER,
    outcome TEXT CHECK (outcome IN ('ok', 'partial', 'blocked', 'unreachable', 'broken', 'killed')),
    detail TEXT,
    requests INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    settings INTEGER REFERENCES site_settings (settings),
    seen_from INTEGER,
    reach INTEGER,
    UNIQUE (site, outing)
) STRICT;

INSERT INTO new_visits
SELECT v.site_run, n.outing, v.site, round((julianday(v.started_at) - 2440587.5) * 86400000), round((julianday(v.finished_at) - 2440587.5) * 86400000), v.outcome, v.detail, v.requests, v.bytes, v.settings, round((julianday(v.seen_from) - 2440587.5) * 86400000), NULL
FROM visits AS v
JOIN new_outings AS n USING (run);

DROP TABLE visits;
DROP TABLE outings;
ALTER TABLE new_outings RENAME TO outings;
ALTER TABLE new_visits RENAME TO visits;

CREATE INDEX visits_open ON visits (outing) WHERE outcome IS NULL;

-- What was asked and answered, once for each distinct answer to a site's request; `via` is the step that led here,
-- where that was the last of its kind before in the same site run. `latest` is the last capture that took this step: the one column that moves on.
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
    via INTEGER REFERENCES steps (step),
    latest TEXT
) STRICT;

CREATE INDEX steps_by_address ON steps (address);

-- Captures of closed site runs that said nothing new. The instant is the first nine characters of the key; `via` is there
-- where the step does not tell it.
CREATE TABLE repeats (
    capture TEXT PRIMARY KEY,
    site_run INTEGER NOT NULL REFERENCES visits (site_run),
    step INTEGER NOT NULL REFERENCES steps (step),
    via TEXT
) STRICT, WITHOUT ROWID;

-- Captures that said something new, one row each; all are read through the view `fetches`.
CREATE TABLE new_news (
    capture TEXT PRIMARY KEY,
    site_run INTEGER NOT NULL REFERENCES visits (site_run),
    kind TEXT NOT NULL CHECK (kind IN ('robots', 'portal', 'listing', 'report', 'attachment')),
    address INTEGER NOT NULL REFERENCES addresses (address),
    fetched_at INTEGER NOT NULL,
    status INTEGER,
    verdict TEXT NOT NULL CHECK (verdict IN
        ('ok', 'same', 'gone', 'soft_404', 'blocked', 'unreachable', 'garbled', 'too_large', 'refused')),
    detail TEXT,
    payload INTEGER REFERENCES payloads (payload),
    headers INTEGER REFERENCES header_sets (headers),
    request TEXT,
    via TEXT,
    link_title TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO new_news
SELECT *
FROM news;

DROP TABLE news;
ALTER TABLE new_news RENAME TO news;

CREATE INDEX news_by_address ON news (address, fetched_at);
CREATE INDEX news_by_site_run ON news (site_run);

-- `capture` may name a repeat in these two, so it refers to no one table; `verify` follows it.
CREATE TABLE new_changes (
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('appeared', 'figures', 'text', 'withdrawn', 'restored', 'title', 'claimed_on', 'address', 'column')),
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    cause TEXT NOT NULL CHECK (cause IN ('publisher', 'parser')),
    capture TEXT
) STRICT;

INSERT INTO new_changes
SELECT *
FROM changes;

DROP TABLE changes;
ALTER TABLE new_changes RENAME TO changes;

CREATE INDEX changes_by_subject ON changes (subject, at);

CREATE TABLE new_manifestations (
    report TEXT NOT NULL REFERENCES reports (report),
    place TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'attachment')),
    first_seen TEXT NOT NULL,
    capture TEXT NOT NULL,
    version TEXT NOT NULL REFERENCES versions (version),
    leads INTEGER NOT NULL CHECK (leads IN (0, 1)),
    up INTEGER NOT NULL CHECK (up IN (0, 1)),
    PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

INSERT INTO new_manifestations
SELECT *
FROM manifestations;

DROP TABLE manifestations;
ALTER TABLE new_manifestations RENAME TO manifestations;

CREATE TRIGGER news_keep_update BEFORE UPDATE ON news
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

-- A capture leaves its row for nothing but its twin among the repeats, from which the same can be read.
CREATE TRIGGER news_keep_delete BEFORE DELETE ON news WHEN NOT EXISTS (
    SELECT 1 FROM repeated AS r WHERE r.capture = OLD.capture AND r.site_run = OLD.site_run AND r.kind = OLD.kind
    AND r.address = OLD.address AND r.fetched_at = OLD.fetched_at AND r.status IS OLD.status AND r.verdict = OLD.verdict
    AND r.detail IS OLD.detail AND r.payload IS OLD.payload AND r.headers IS OLD.headers AND r.request IS OLD.request
    AND r.via IS OLD.via AND r.link_title IS OLD.link_title)
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER repeats_keep_update BEFORE UPDATE ON repeats
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER repeats_keep_delete BEFORE DELETE ON repeats
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
