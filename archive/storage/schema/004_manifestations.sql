-- The addresses at which a report is or was shown, several spellings of one address counted once (`place`).
CREATE TABLE manifestations (
    report TEXT NOT NULL REFERENCES reports (report),
    place TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'attachment')),
    first_seen TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES fetches (capture),
    version TEXT NOT NULL REFERENCES versions (version),
    leads INTEGER NOT NULL CHECK (leads IN (0, 1)),
    up INTEGER NOT NULL CHECK (up IN (0, 1)),
    PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

-- Reports that share much of their own words with an older one: of another township, or of another year.
CREATE TABLE copied_from (
    version TEXT NOT NULL REFERENCES versions (version),
    source TEXT NOT NULL REFERENCES versions (version),
    share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
    common INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (version, source)
) STRICT, WITHOUT ROWID;

CREATE INDEX copied_from_by_source ON copied_from (source);
