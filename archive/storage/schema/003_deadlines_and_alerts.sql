-- What verdicts and alerts rest on beside what was seen: the rules applied, when they were judged, and what a person or
-- the clock has put aside.

CREATE TABLE deadline_rules (
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    terms TEXT NOT NULL
) STRICT;

-- One row: the instant as of which `status` was written.
CREATE TABLE judged (at TEXT NOT NULL) STRICT;

-- One row: since when alerts have been watched for. What fell before is the past, and nobody is told of it.
CREATE TABLE watching (since TEXT NOT NULL) STRICT;

-- Runs whose instants cannot be trusted: the clock stood later then than it did afterwards.
CREATE TABLE doubted_runs (
    run TEXT PRIMARY KEY REFERENCES runs (run),
    noticed_at TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- What a person does not want to hear of: a subject, or a part of one (`county:410425` mutes all below it).
CREATE TABLE mutes (
    mute INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    kind TEXT,
    muted_at TEXT NOT NULL,
    until TEXT,
    note TEXT NOT NULL
) STRICT;

-- One row a night of `nightly`: which step it had come to, and what went wrong.
CREATE TABLE nights (
    night TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    ailments TEXT NOT NULL DEFAULT '[]'
) STRICT;
