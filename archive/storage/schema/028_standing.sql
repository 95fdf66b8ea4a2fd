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

CREATE INDEX reports_by_first_seen ON reports (first_seen);

CREATE INDEX reports_withdrawn ON reports (report) WHERE state = 'withdrawn';

CREATE INDEX reports_by_version ON reports (version);

CREATE INDEX manifestations_by_version ON manifestations (version);

CREATE INDEX documents_unreadable ON documents (capture) WHERE kind = 'unreadable';

CREATE INDEX changes_of_figures ON changes (at) WHERE kind IN ('figures', 'restored');

CREATE INDEX changes_of_columns ON changes (subject) WHERE kind = 'column';

CREATE INDEX looks_by_state ON looks (state);

CREATE INDEX visits_ok ON visits (site, finished) WHERE outcome = 'ok';

CREATE INDEX status_by_verdict ON status (verdict, due_at);

CREATE INDEX status_backdated ON status (first_seen) WHERE backdated;
