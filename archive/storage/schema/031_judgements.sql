-- What people said of findings: that the report is wrong there, or that it is not. Append-only: the last word on a rule of a
-- report counts, and `withdrawn` takes one back. `version` is the content that the person saw, and `detail` the finding's
-- sentence then; the word holds for that content however it is read again, until the publisher changes it.
CREATE TABLE judgements (
    judgement TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    version TEXT NOT NULL,
    rule TEXT NOT NULL,
    says TEXT NOT NULL CHECK (says IN ('confirmed', 'dismissed', 'withdrawn')),
    detail TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX judgements_by_report ON judgements (report, rule);

CREATE TRIGGER judgements_keep_update BEFORE UPDATE ON judgements
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;

CREATE TRIGGER judgements_keep_delete BEFORE DELETE ON judgements
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;
