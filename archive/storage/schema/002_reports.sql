-- What the captures say: derived, and rebuilt by `nianbao reparse`. Versions are kept even when a later parser reads otherwise.

CREATE TABLE reports (
    report TEXT PRIMARY KEY,
    township_code TEXT NOT NULL REFERENCES townships (code),
    year INTEGER NOT NULL,
    county_code TEXT NOT NULL REFERENCES counties (code),
    state TEXT NOT NULL CHECK (state IN ('present', 'withdrawn')),
    version TEXT REFERENCES versions (version) DEFERRABLE INITIALLY DEFERRED,
    first_seen TEXT NOT NULL,
    UNIQUE (township_code, year)
) STRICT;

CREATE TABLE versions (
    version TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports (report),
    seq INTEGER NOT NULL,
    capture TEXT NOT NULL REFERENCES fetches (capture),
    fetched_at TEXT NOT NULL,
    parsed_at TEXT NOT NULL,
    claimed_on TEXT,
    claimed_label TEXT,
    signed_on TEXT,
    change TEXT NOT NULL CHECK (change IN ('appeared', 'figures', 'text')),
    cause TEXT NOT NULL CHECK (cause IN ('publisher', 'parser')),
    title TEXT,
    document_number TEXT,
    form TEXT CHECK (form IN ('2021', '2019', 'statistics', 'narrative', 'mixed')),
    parser TEXT NOT NULL,
    UNIQUE (report, seq)
) STRICT;

CREATE INDEX versions_by_capture ON versions (capture);

CREATE TABLE applications (
    version TEXT NOT NULL REFERENCES versions (version),
    line TEXT NOT NULL,
    natural_person INTEGER,
    enterprise INTEGER,
    research_institution INTEGER,
    public_welfare_organization INTEGER,
    legal_service_organization INTEGER,
    other_organization INTEGER,
    total INTEGER,
    PRIMARY KEY (version, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE disclosures (
    version TEXT NOT NULL REFERENCES versions (version),
    line TEXT NOT NULL,
    issued INTEGER,
    repealed INTEGER,
    in_force INTEGER,
    made INTEGER,
    published INTEGER,
    items_last_year INTEGER,
    change INTEGER,
    decisions INTEGER,
    projects INTEGER,
    amount REAL,
    PRIMARY KEY (version, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
    version TEXT NOT NULL REFERENCES versions (version),
    block TEXT NOT NULL CHECK (block IN ('reconsideration', 'litigation_direct', 'litigation_after_reconsideration')),
    upheld INTEGER,
    corrected INTEGER,
    other INTEGER,
    pending INTEGER,
    total INTEGER,
    PRIMARY KEY (version, block)
) STRICT, WITHOUT ROWID;

-- The sheet of the reports of 2014 to 2018: one value a line.
CREATE TABLE statistics (
    version TEXT NOT NULL REFERENCES versions (version),
    line TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (version, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE sections (
    version TEXT NOT NULL REFERENCES versions (version),
    number INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE cells (
    version TEXT NOT NULL REFERENCES versions (version),
    "table" TEXT NOT NULL CHECK ("table" IN ('disclosure', 'applications', 'review', 'statistics')),
    line TEXT NOT NULL,
    "column" TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('blank', 'dash', 'annotated', 'unreadable')),
    raw TEXT NOT NULL,
    PRIMARY KEY (version, "table", line, "column")
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
    version TEXT NOT NULL REFERENCES versions (version),
    section INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (version, indicator, section, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    finding INTEGER PRIMARY KEY,
    version TEXT NOT NULL REFERENCES versions (version),
    rule TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    blame TEXT NOT NULL CHECK (blame IN ('source', 'reading', 'unknown')),
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX findings_by_version ON findings (version);

-- What each fetched document turned out to be. A later parser that reads otherwise adds a row and keeps the former one.
-- `version` is the key that its content has among the report's versions; `said` holds the whole reading until the end of
-- the site run settles it into a version. `hollow` marks a page with neither text nor tables of its own.
CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    capture TEXT NOT NULL REFERENCES fetches (capture),
    parsed_at TEXT NOT NULL,
    parser TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'lookalike', 'other', 'unreadable')),
    reason TEXT,
    title TEXT,
    year INTEGER,
    level TEXT NOT NULL CHECK (level IN ('township', 'department', 'county', 'other', 'unknown')),
    issuer TEXT,
    match TEXT NOT NULL CHECK (match IN ('exact', 'unique', 'context', 'corrected', 'ambiguous', 'none')),
    township_code TEXT REFERENCES townships (code),
    candidates TEXT,
    claimed_on TEXT,
    claimed_label TEXT,
    figures_digest TEXT,
    text_digest TEXT,
    hollow INTEGER NOT NULL DEFAULT 0 CHECK (hollow IN (0, 1)),
    version TEXT,
    said TEXT,
    UNIQUE (capture, parsed_at)
) STRICT;

CREATE INDEX documents_by_report ON documents (township_code, year);
CREATE INDEX documents_unsettled ON documents (township_code, year) WHERE said IS NOT NULL;

CREATE TABLE changes (
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('appeared', 'figures', 'text', 'withdrawn', 'restored', 'title', 'claimed_on', 'address', 'column')),
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    cause TEXT NOT NULL CHECK (cause IN ('publisher', 'parser')),
    capture TEXT REFERENCES fetches (capture)
) STRICT;

CREATE INDEX changes_by_subject ON changes (subject, at);

CREATE TABLE status (
    township_code TEXT NOT NULL REFERENCES townships (code),
    year INTEGER NOT NULL,
    county_code TEXT NOT NULL REFERENCES counties (code),
    verdict TEXT NOT NULL CHECK (verdict IN
        ('on_time', 'late', 'not_published', 'seen_after_gap', 'cannot_tell', 'pending', 'exempt')),
    due_at TEXT NOT NULL,
    basis TEXT NOT NULL,
    first_seen TEXT,
    claimed_on TEXT,
    days_late INTEGER,
    backdated INTEGER NOT NULL DEFAULT 0 CHECK (backdated IN (0, 1)),
    report TEXT REFERENCES reports (report),
    evidence TEXT NOT NULL,
    PRIMARY KEY (township_code, year)
) STRICT, WITHOUT ROWID;

CREATE INDEX status_facets ON status (county_code, year, verdict);

CREATE TABLE alerts (
    alert TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN
        ('deadline_near', 'missed_deadline', 'published_late', 'backdated', 'figures_revised', 'withdrawn',
         'arithmetic', 'site_failing', 'archive_unhealthy')),
    subject TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    acknowledged_at TEXT,
    note TEXT,
    evidence TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE closed_at IS NULL;

CREATE TABLE notifications (
    alert TEXT NOT NULL REFERENCES alerts (alert),
    channel TEXT NOT NULL,
    edge TEXT NOT NULL CHECK (edge IN ('opened', 'closed')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    sent_at TEXT,
    error TEXT,
    PRIMARY KEY (alert, channel, edge)
) STRICT, WITHOUT ROWID;

-- Holds one row, and only inside the transaction of a rebuild: what else may touch a version is nothing.
CREATE TABLE rebuilding (since TEXT NOT NULL) STRICT;

CREATE TRIGGER versions_keep_update BEFORE UPDATE ON versions WHEN NOT EXISTS (SELECT 1 FROM rebuilding)
BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

CREATE TRIGGER versions_keep_delete BEFORE DELETE ON versions WHEN NOT EXISTS (SELECT 1 FROM rebuilding)
BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;
