-- What a listing check proves, fact by fact: a JSON list of findings, each a fact, whether it holds, the observation and its
-- arguments. Equal proofs are one row. NULL in `looks` where an earlier version made the check: it proves nothing until
-- `nianbao reparse` finds the facts in its captures.
CREATE TABLE proofs (
    proof INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16),
    findings TEXT NOT NULL CHECK (json_valid(findings))
) STRICT;

ALTER TABLE looks ADD COLUMN proof INTEGER REFERENCES proofs (proof);

-- The captures that a check read, in order; `number` counts a list's pages from 1, 0 is a page that only loads the items.
CREATE TABLE look_pages (
    site_run INTEGER NOT NULL REFERENCES visits (site_run),
    start INTEGER NOT NULL REFERENCES addresses (address),
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    capture TEXT NOT NULL,
    PRIMARY KEY (site_run, start, position)
) STRICT, WITHOUT ROWID;

-- Which judge wrote the verdicts; NULL for those of earlier versions, whose verdicts `verify` does not judge anew.
ALTER TABLE judged ADD COLUMN judge INTEGER;

-- The reasons of verdicts are a table that the program fills from `archive/deadlines/reasons.py`, so that a new one needs
-- no migration.
CREATE TABLE verdict_reasons (
    reason TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO verdict_reasons SELECT DISTINCT reason FROM status WHERE reason IS NOT NULL;

CREATE TABLE status_before AS SELECT * FROM status;

DROP TABLE status;

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
    reason TEXT REFERENCES verdict_reasons (reason),
    PRIMARY KEY (township_code, year)
) STRICT, WITHOUT ROWID;

INSERT INTO status SELECT * FROM status_before;

DROP TABLE status_before;

CREATE INDEX status_facets ON status (county_code, year, verdict);
