-- What the index of the search lacks, instead of what it has: whether it is complete is then known at once.
DROP TRIGGER searchable_sections;

DROP TRIGGER searchable_findings;

DROP TRIGGER searchable_title;

-- Reports whose text, title, findings or version in force changed since they were indexed. The triggers look first: within
-- one, OR IGNORE gives way to what the statement outside says of conflicts.
CREATE TABLE unsearched (report TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

INSERT INTO unsearched SELECT report FROM reports
WHERE version IS NOT NULL AND version NOT IN (SELECT version FROM searchable);

DROP TABLE searchable;

CREATE TRIGGER unsearched_report AFTER INSERT ON reports WHEN NEW.version IS NOT NULL
BEGIN
    INSERT INTO unsearched SELECT NEW.report WHERE NOT EXISTS (SELECT 1 FROM unsearched WHERE report = NEW.report);
END;

CREATE TRIGGER unsearched_version AFTER UPDATE OF version ON reports WHEN OLD.version IS NOT NEW.version
BEGIN
    INSERT INTO unsearched SELECT NEW.report WHERE NOT EXISTS (SELECT 1 FROM unsearched WHERE report = NEW.report);
END;

CREATE TRIGGER unsearched_sections AFTER INSERT ON sections
BEGIN
    INSERT INTO unsearched SELECT r.report FROM reports AS r WHERE r.version = NEW.version
    AND NOT EXISTS (SELECT 1 FROM unsearched AS u WHERE u.report = r.report);
END;

CREATE TRIGGER unsearched_findings AFTER INSERT ON findings
BEGIN
    INSERT INTO unsearched SELECT r.report FROM reports AS r WHERE r.version = NEW.version
    AND NOT EXISTS (SELECT 1 FROM unsearched AS u WHERE u.report = r.report);
END;

CREATE TRIGGER unsearched_title AFTER UPDATE OF title ON versions WHEN OLD.title IS NOT NEW.title
BEGIN
    INSERT INTO unsearched SELECT r.report FROM reports AS r WHERE r.version = NEW.version
    AND NOT EXISTS (SELECT 1 FROM unsearched AS u WHERE u.report = r.report);
END;

-- An index of all alerts by kind would lead other queries through closed ones.
DROP INDEX alerts_by_kind;

CREATE INDEX alerts_missed ON alerts (opened_at) WHERE kind = 'missed_deadline';
