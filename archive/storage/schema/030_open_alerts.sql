-- The front page shows the latest open alerts, those that nobody has acknowledged first: of a large country's, by an index.
CREATE INDEX alerts_shown ON alerts (acknowledged_at IS NOT NULL, opened_at DESC) WHERE closed_at IS NULL;
