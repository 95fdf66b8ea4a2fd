-- What pages count of the whole country is counted as it is written: their time then stays as it is, however much there is.

-- Townships by verdict, of each county and year that has any.
CREATE TABLE verdict_counts (
    year INTEGER NOT NULL,
    county_code TEXT NOT NULL REFERENCES counties (code),
    verdict TEXT NOT NULL,
    townships INTEGER NOT NULL,
    PRIMARY KEY (year, county_code, verdict)
) STRICT, WITHOUT ROWID;

-- Reports of the whole country by day of publication, as China's calendar has it.
CREATE TABLE publication_days (
    year INTEGER NOT NULL,
    day TEXT NOT NULL,
    due_day TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reports INTEGER NOT NULL,
    PRIMARY KEY (year, day, due_day, verdict)
) STRICT, WITHOUT ROWID;

-- How the runs of each site ended; `last` is its latest, `last_ok` when the last one began that saw it whole.
CREATE TABLE site_counts (
    site TEXT PRIMARY KEY REFERENCES sites (site),
    site_runs INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    last INTEGER,
    last_ok INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO verdict_counts SELECT year, county_code, verdict, count(*) FROM status GROUP BY year, county_code, verdict;

INSERT INTO publication_days
SELECT year, CASE WHEN claimed_on IS NULL OR backdated THEN date(first_seen, '+8 hours') ELSE claimed_on END AS day,
    date(due_at, '+8 hours', '-1 second') AS due_day, verdict, count(*)
FROM status WHERE first_seen IS NOT NULL GROUP BY 1, 2, 3, 4;

INSERT INTO site_counts
SELECT site, count(*), sum(outcome IS 'ok'),
    (SELECT v.site_run FROM visits AS v WHERE v.site = visits.site ORDER BY v.started DESC LIMIT 1),
    max(iif(outcome = 'ok', started, NULL))
FROM visits GROUP BY site;

-- A verdict in the counts, and one out of them: rows of `status` come, go, and change.
CREATE TRIGGER counted_verdict AFTER INSERT ON status
BEGIN
    INSERT INTO verdict_counts SELECT NEW.year, NEW.county_code, NEW.verdict, 0 WHERE NOT EXISTS (
        SELECT 1 FROM verdict_counts WHERE (year, county_code, verdict) = (NEW.year, NEW.county_code, NEW.verdict));
    UPDATE verdict_counts SET townships = townships + 1
    WHERE (year, county_code, verdict) = (NEW.year, NEW.county_code, NEW.verdict);
END;

CREATE TRIGGER discounted_verdict AFTER DELETE ON status
BEGIN
    UPDATE verdict_counts SET townships = townships - 1
    WHERE (year, county_code, verdict) = (OLD.year, OLD.county_code, OLD.verdict);
    DELETE FROM verdict_counts
    WHERE (year, county_code, verdict) = (OLD.year, OLD.county_code, OLD.verdict) AND townships = 0;
END;

CREATE TRIGGER recounted_verdict AFTER UPDATE OF year, county_code, verdict ON status
WHEN (OLD.year, OLD.county_code, OLD.verdict) IS NOT (NEW.year, NEW.county_code, NEW.verdict)
BEGIN
    UPDATE verdict_counts SET townships = townships - 1
    WHERE (year, county_code, verdict) = (OLD.year, OLD.county_code, OLD.verdict);
    DELETE FROM verdict_counts
    WHERE (year, county_code, verdict) = (OLD.year, OLD.county_code, OLD.verdict) AND townships = 0;
    INSERT INTO verdict_counts SELECT NEW.year, NEW.county_code, NEW.verdict, 0 WHERE NOT EXISTS (
        SELECT 1 FROM verdict_counts WHERE (year, county_code, verdict) = (NEW.year, NEW.county_code, NEW.verdict));
    UPDATE verdict_counts SET townships = townships + 1
    WHERE (year, county_code, verdict) = (NEW.year, NEW.county_code, NEW.verdict);
END;

CREATE TRIGGER counted_day AFTER INSERT ON status WHEN NEW.first_seen IS NOT NULL
BEGIN
    INSERT INTO publication_days SELECT NEW.year, d.day, date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict, 0
    FROM (SELECT CASE WHEN NEW.claimed_on IS NULL OR NEW.backdated THEN date(NEW.first_seen, '+8 hours')
        ELSE NEW.claimed_on END AS day) AS d
    WHERE NOT EXISTS (SELECT 1 FROM publication_days AS p WHERE (p.year, p.day, p.due_day, p.verdict)
        = (NEW.year, d.day, date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict));
    UPDATE publication_days SET reports = reports + 1 WHERE (year, day, due_day, verdict) = (
        NEW.year,
        CASE WHEN NEW.claimed_on IS NULL OR NEW.backdated THEN date(NEW.first_seen, '+8 hours') ELSE NEW.claimed_on END,
        date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict);
END;

CREATE TRIGGER discounted_day AFTER DELETE ON status WHEN OLD.first_seen IS NOT NULL
BEGIN
    UPDATE publication_days SET reports = reports - 1 WHERE (year, day, due_day, verdict) = (
        OLD.year,
        CASE WHEN OLD.claimed_on IS NULL OR OLD.backdated THEN date(OLD.first_seen, '+8 hours') ELSE OLD.claimed_on END,
        date(OLD.due_at, '+8 hours', '-1 second'), OLD.verdict);
    DELETE FROM publication_days WHERE year = OLD.year AND reports = 0;
END;

CREATE TRIGGER recounted_day AFTER UPDATE OF year, verdict, due_at, first_seen, claimed_on, backdated ON status
WHEN (OLD.year, OLD.verdict, OLD.due_at, OLD.first_seen, OLD.claimed_on, OLD.backdated)
    IS NOT (NEW.year, NEW.verdict, NEW.due_at, NEW.first_seen, NEW.claimed_on, NEW.backdated)
BEGIN
    UPDATE publication_days SET reports = reports - 1 WHERE OLD.first_seen IS NOT NULL AND (year, day, due_day, verdict) = (
        OLD.year,
        CASE WHEN OLD.claimed_on IS NULL OR OLD.backdated THEN date(OLD.first_seen, '+8 hours') ELSE OLD.claimed_on END,
        date(OLD.due_at, '+8 hours', '-1 second'), OLD.verdict);
    DELETE FROM publication_days WHERE year = OLD.year AND reports = 0;
    INSERT INTO publication_days SELECT NEW.year, d.day, date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict, 0
    FROM (SELECT CASE WHEN NEW.claimed_on IS NULL OR NEW.backdated THEN date(NEW.first_seen, '+8 hours')
        ELSE NEW.claimed_on END AS day) AS d
    WHERE NEW.first_seen IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM publication_days AS p WHERE (p.year, p.day, p.due_day, p.verdict)
        = (NEW.year, d.day, date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict));
    UPDATE publication_days SET reports = reports + 1 WHERE NEW.first_seen IS NOT NULL AND (year, day, due_day, verdict) = (
        NEW.year,
        CASE WHEN NEW.claimed_on IS NULL OR NEW.backdated THEN date(NEW.first_seen, '+8 hours') ELSE NEW.claimed_on END,
        date(NEW.due_at, '+8 hours', '-1 second'), NEW.verdict);
END;

CREATE TRIGGER counted_visit AFTER INSERT ON visits
BEGIN
    INSERT INTO site_counts SELECT NEW.site, 0, 0, NULL, NULL
    WHERE NOT EXISTS (SELECT 1 FROM site_counts WHERE site = NEW.site);
    UPDATE site_counts SET site_runs = site_runs + 1, ok = ok + (NEW.outcome IS 'ok'),
        last = (SELECT site_run FROM visits WHERE site = NEW.site ORDER BY started DESC LIMIT 1),
        last_ok = iif(NEW.outcome = 'ok', max(NEW.started, coalesce(last_ok, 0)), last_ok)
    WHERE site = NEW.site;
END;

CREATE TRIGGER recounted_visit AFTER UPDATE OF site_run, started, outcome ON visits
WHEN (OLD.site_run, OLD.started, OLD.outcome) IS NOT (NEW.site_run, NEW.started, NEW.outcome)
BEGIN
    UPDATE site_counts SET ok = ok + (NEW.outcome IS 'ok') - (OLD.outcome IS 'ok'),
        last = (SELECT site_run FROM visits WHERE site = NEW.site ORDER BY started DESC LIMIT 1),
        last_ok = (SELECT max(started) FROM visits WHERE site = NEW.site AND outcome = 'ok')
    WHERE site = NEW.site;
END;

CREATE TRIGGER discounted_visit AFTER DELETE ON visits
BEGIN
    UPDATE site_counts SET site_runs = site_runs - 1, ok = ok - (OLD.outcome IS 'ok'),
        last = (SELECT site_run FROM visits WHERE site = OLD.site ORDER BY started DESC LIMIT 1),
        last_ok = (SELECT max(started) FROM visits WHERE site = OLD.site AND outcome = 'ok')
    WHERE site = OLD.site;
    DELETE FROM site_counts WHERE site = OLD.site AND site_runs = 0;
END;

-- A page reads its first rows in the order of an index: verdicts of a year, county by county; the largest numbers of new
-- applications; broken sums; the listing states that show an item; what is latest.
CREATE INDEX status_by_year ON status (verdict, year DESC, county_code, days_late DESC);

CREATE INDEX status_of_year ON status (year);

CREATE INDEX status_backdated_by_year ON status (year DESC, township_code) WHERE backdated;

CREATE INDEX applications_new ON applications (total DESC, version) WHERE line = 'new' AND total IS NOT NULL;

CREATE INDEX findings_of_sums ON findings (version, rule) WHERE rule LIKE '%.row_sum' OR rule LIKE '%.outcome_sum'
    OR rule LIKE '%.balance' OR rule LIKE 'review.%.total' OR rule LIKE 'statistics.%.sum';

CREATE INDEX visits_ok_begun ON visits (site, started) WHERE outcome = 'ok';

CREATE INDEX state_items_by_item ON state_items (item);

CREATE INDEX versions_by_instant ON versions (fetched_at);

-- How many rows tables had after the last night, and values of columns in them, for pages on which a count takes too long.
CREATE TABLE kept_counts (
    "table" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value ANY NOT NULL,
    "rows" INTEGER NOT NULL,
    PRIMARY KEY ("table", "column", value)
) STRICT, WITHOUT ROWID;
