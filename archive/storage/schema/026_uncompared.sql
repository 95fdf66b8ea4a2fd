-- Near-copies are found by comparing all reports: what changed since then says whether that is worth it again.

-- Reports whose version in force changed since the last comparison.
CREATE TABLE uncompared (report TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- When that was, and of how many reports: no row before the first one by this schema.
CREATE TABLE compared (at TEXT NOT NULL, reports INTEGER NOT NULL) STRICT;

CREATE TRIGGER uncompared_report AFTER INSERT ON reports WHEN NEW.version IS NOT NULL
BEGIN
    INSERT INTO uncompared SELECT NEW.report WHERE NOT EXISTS (SELECT 1 FROM uncompared WHERE report = NEW.report);
END;

CREATE TRIGGER uncompared_version AFTER UPDATE OF version ON reports WHEN OLD.version IS NOT NEW.version
BEGIN
    INSERT INTO uncompared SELECT NEW.report WHERE NOT EXISTS (SELECT 1 FROM uncompared WHERE report = NEW.report);
END;

CREATE TRIGGER uncompared_deleted AFTER DELETE ON reports WHEN OLD.version IS NOT NULL
BEGIN
    INSERT INTO uncompared SELECT OLD.report WHERE NOT EXISTS (SELECT 1 FROM uncompared WHERE report = OLD.report);
END;
