-- What was seen. Append-only but for the closing of a run; everything else can be rebuilt from it.

CREATE TABLE counties (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    province TEXT NOT NULL
) STRICT;

CREATE TABLE townships (
    code TEXT PRIMARY KEY,
    county_code TEXT NOT NULL REFERENCES counties (code),
    name TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    successor TEXT REFERENCES townships (code) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX townships_by_county ON townships (county_code);

CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    county_code TEXT NOT NULL REFERENCES counties (code),
    family TEXT NOT NULL,
    start TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    run TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    version TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;

CREATE TABLE site_runs (
    site_run INTEGER PRIMARY KEY,
    run TEXT NOT NULL REFERENCES runs (run),
    site TEXT NOT NULL REFERENCES sites (site),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'partial', 'blocked', 'unreachable', 'broken', 'killed')),
    detail TEXT,
    requests INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (run, site)
) STRICT;

CREATE INDEX site_runs_by_site ON site_runs (site, started_at);

CREATE TABLE addresses (
    address INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE
) STRICT;

-- The bytes themselves lie in the payload file beside this one, under the same digest.
CREATE TABLE payloads (
    payload INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    size INTEGER NOT NULL
) STRICT;

CREATE TABLE header_sets (
    headers INTEGER PRIMARY KEY,
    fields TEXT NOT NULL UNIQUE
) STRICT;

-- One row a fetch attempt; read it through the view `captures`. `fetched_at` is in milliseconds since 1970, UTC.
CREATE TABLE fetches (
    capture TEXT PRIMARY KEY,
    site_run INTEGER NOT NULL REFERENCES site_runs (site_run),
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
    via TEXT REFERENCES fetches (capture),
    link_title TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX fetches_by_address ON fetches (address, fetched_at);
CREATE INDEX fetches_by_site_run ON fetches (site_run);

CREATE TABLE items (
    item INTEGER PRIMARY KEY,
    address INTEGER NOT NULL REFERENCES addresses (address),
    title TEXT NOT NULL,
    date TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'lookalike', 'other')),
    year INTEGER,
    level TEXT NOT NULL CHECK (level IN ('township', 'department', 'county', 'other', 'unknown')),
    issuer TEXT,
    township_code TEXT REFERENCES townships (code)
) STRICT;

CREATE UNIQUE INDEX items_distinct ON items (address, title, coalesce(date, ''));
CREATE INDEX items_by_township ON items (township_code, year);

-- A column's whole set of items, once for each distinct set; every night points at one.
CREATE TABLE listing_states (
    state INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32)
) STRICT;

CREATE TABLE state_items (
    state INTEGER NOT NULL REFERENCES listing_states (state),
    item INTEGER NOT NULL REFERENCES items (item),
    PRIMARY KEY (state, item)
) STRICT, WITHOUT ROWID;

-- One look at one column in one site run; `complete` is 1 where paging ended where the page itself says it ends.
CREATE TABLE looks (
    site_run INTEGER NOT NULL REFERENCES site_runs (site_run),
    start INTEGER NOT NULL REFERENCES addresses (address),
    state INTEGER NOT NULL REFERENCES listing_states (state),
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    declared INTEGER,
    reason TEXT,
    PRIMARY KEY (site_run, start)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fetches_keep_update BEFORE UPDATE ON fetches
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER fetches_keep_delete BEFORE DELETE ON fetches
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER payloads_keep_update BEFORE UPDATE ON payloads
BEGIN
    SELECT RAISE(ABORT, 'payloads are append-only');
END;

CREATE TRIGGER payloads_keep_delete BEFORE DELETE ON payloads
BEGIN
    SELECT RAISE(ABORT, 'payloads are append-only');
END;
