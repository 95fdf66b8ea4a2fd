-- Until when a county's verdicts stand where nothing new is seen of it: the next due day or end of an answer; and a
-- digest of its registry rows and units. A county is judged anew once it has something newer than `judged` says.
CREATE TABLE judged_counties (
    county_code TEXT PRIMARY KEY REFERENCES counties (code),
    stands_until TEXT,
    rows BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the archive had grown when the verdicts were last written: the last site run and reading, and a digest of the
-- rules and distrusted runs.
ALTER TABLE judged ADD COLUMN site_run INTEGER;

ALTER TABLE judged ADD COLUMN document INTEGER;

ALTER TABLE judged ADD COLUMN rules BLOB;

CREATE INDEX visits_by_end ON visits (finished);

CREATE INDEX reports_by_county ON reports (county_code);
