-- What feeds show is the latest of the whole country.

CREATE INDEX changes_by_instant ON changes (at);

CREATE INDEX alerts_by_kind ON alerts (kind, opened_at);
