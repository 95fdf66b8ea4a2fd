-- From now on it is noted of which sites, site runs and reports something is new, until `forgotten.sql`. A site run that is
-- closed here by what the other archive says of it is news, too: whether a report was available depends on how the run ended.
-- No trigger inserts OR IGNORE: within an upsert, which resolves its own conflict only, SQLite takes that for OR ABORT.
CREATE TEMP TABLE news_of_sites (site TEXT PRIMARY KEY);

CREATE TEMP TABLE news_of_runs (site_run INTEGER PRIMARY KEY);

CREATE TEMP TABLE news_of_reports (township_code TEXT, year INTEGER, PRIMARY KEY (township_code, year));

CREATE TEMP TRIGGER note_visits AFTER INSERT ON main.visits
BEGIN INSERT INTO news_of_runs SELECT NEW.site_run WHERE NOT EXISTS (SELECT 1 FROM news_of_runs AS n WHERE n.site_run = NEW.site_run); END;

CREATE TEMP TRIGGER note_ended_visits AFTER UPDATE ON main.visits
BEGIN INSERT INTO news_of_runs SELECT NEW.site_run WHERE NOT EXISTS (SELECT 1 FROM news_of_runs AS n WHERE n.site_run = NEW.site_run); END;

CREATE TEMP TRIGGER note_news AFTER INSERT ON main.news
BEGIN INSERT INTO news_of_runs SELECT NEW.site_run WHERE NOT EXISTS (SELECT 1 FROM news_of_runs AS n WHERE n.site_run = NEW.site_run); END;

CREATE TEMP TRIGGER note_repeats AFTER INSERT ON main.repeats
BEGIN INSERT INTO news_of_runs SELECT NEW.site_run WHERE NOT EXISTS (SELECT 1 FROM news_of_runs AS n WHERE n.site_run = NEW.site_run); END;

CREATE TEMP TRIGGER note_looks AFTER INSERT ON main.looks
BEGIN INSERT INTO news_of_runs SELECT NEW.site_run WHERE NOT EXISTS (SELECT 1 FROM news_of_runs AS n WHERE n.site_run = NEW.site_run); END;

CREATE TEMP TRIGGER note_items AFTER UPDATE ON main.items WHEN (OLD.kind, OLD.year, OLD.level, OLD.issuer, OLD.township_code)
    IS NOT (NEW.kind, NEW.year, NEW.level, NEW.issuer, NEW.township_code)
BEGIN INSERT INTO news_of_sites SELECT s.site FROM sites AS s WHERE NOT EXISTS (SELECT 1 FROM news_of_sites AS n WHERE n.site = s.site); END;

CREATE TEMP TRIGGER note_doubts AFTER INSERT ON main.doubted_runs
BEGIN INSERT INTO news_of_sites SELECT s.site FROM sites AS s WHERE NOT EXISTS (SELECT 1 FROM news_of_sites AS n WHERE n.site = s.site); END;

CREATE TEMP TRIGGER note_sites AFTER UPDATE ON main.sites
BEGIN INSERT INTO news_of_sites SELECT NEW.site WHERE NOT EXISTS (SELECT 1 FROM news_of_sites AS n WHERE n.site = NEW.site); END;

CREATE TEMP TRIGGER note_documents AFTER INSERT ON main.documents WHEN NEW.township_code IS NOT NULL AND NEW.year IS NOT NULL
BEGIN INSERT INTO news_of_reports SELECT NEW.township_code, NEW.year
    WHERE NOT EXISTS (SELECT 1 FROM news_of_reports AS n WHERE (n.township_code, n.year) = (NEW.township_code, NEW.year)); END;

CREATE TEMP TRIGGER note_parsers AFTER UPDATE OF parser ON main.documents WHEN OLD.parser <> NEW.parser AND NEW.township_code IS NOT NULL
    AND NEW.year IS NOT NULL
BEGIN INSERT INTO news_of_reports SELECT NEW.township_code, NEW.year
    WHERE NOT EXISTS (SELECT 1 FROM news_of_reports AS n WHERE (n.township_code, n.year) = (NEW.township_code, NEW.year)); END;

CREATE TEMP TRIGGER note_reports AFTER INSERT ON main.reports
BEGIN INSERT INTO news_of_reports SELECT NEW.township_code, NEW.year
    WHERE NOT EXISTS (SELECT 1 FROM news_of_reports AS n WHERE (n.township_code, n.year) = (NEW.township_code, NEW.year)); END;

CREATE TEMP TRIGGER note_versions AFTER INSERT ON main.versions
BEGIN INSERT INTO news_of_reports SELECT r.township_code, r.year FROM reports AS r WHERE r.report = NEW.report
    AND NOT EXISTS (SELECT 1 FROM news_of_reports AS n WHERE (n.township_code, n.year) = (r.township_code, r.year)); END;
