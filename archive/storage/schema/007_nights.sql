-- A night does not look at every page: what a run took from the archive, as its turn had not come, was seen earlier.
-- `seen_from` is the oldest of those looks; null where the run looked at every list itself. What a run's lists did not
-- show was absent then.

ALTER TABLE site_runs ADD COLUMN seen_from TEXT;

-- Captures that found out that the server had sworn falsely that nothing had changed (`observations.FALSE_WORD`).
CREATE INDEX fetches_false ON fetches (fetched_at) WHERE detail GLOB 'had changed though*';
