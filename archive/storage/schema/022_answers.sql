-- What people answered to open questions. Append-only: a later answer to the same question counts instead of an earlier
-- one, and `withdrawn` takes one back. `until` is the last day on which an answer counts.
CREATE TABLE answers (
    answer TEXT PRIMARY KEY,
    question TEXT NOT NULL CHECK (question IN ('list_ends', 'row', 'of_today', 'place', 'plausible', 'owes')),
    county_code TEXT NOT NULL REFERENCES counties (code),
    township_code TEXT REFERENCES townships (code),
    year INTEGER,
    url TEXT,
    says TEXT NOT NULL CHECK (says IN ('yes', 'no', 'withdrawn')),
    shape TEXT,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    until TEXT,
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX answers_by_county ON answers (county_code, question);

CREATE TRIGGER answers_keep_update BEFORE UPDATE ON answers
BEGIN
    SELECT RAISE(ABORT, 'answers are append-only');
END;

CREATE TRIGGER answers_keep_delete BEFORE DELETE ON answers
BEGIN
    SELECT RAISE(ABORT, 'answers are append-only');
END;
