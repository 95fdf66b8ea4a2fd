-- The arguments of a reason's sentence, as JSON beside its code: code and arguments give the sentence in any language. NULL
-- where the sentence has none, and in rows of former programs. An argument that is a reason itself is
-- {"reason": code, "args": {...}}, several are a list of these.

DROP TRIGGER news_keep_delete;

DROP TRIGGER steps_keep_update;

ALTER TABLE looks ADD COLUMN reason_args TEXT;

ALTER TABLE news ADD COLUMN reason_args TEXT;

ALTER TABLE steps ADD COLUMN reason_args TEXT;

-- All that `detail` names, in its order: a list of {"reason": code, "args": {...}}. The first has the code of `reason`.
ALTER TABLE visits ADD COLUMN reasons TEXT;

ALTER TABLE doubted_runs ADD COLUMN reason TEXT CHECK (reason IN ('dated_after_later_night'));

UPDATE doubted_runs SET reason = 'dated_after_later_night';

-- The sentences of `ailments` as such a list.
ALTER TABLE nights ADD COLUMN ailment_reasons TEXT;

-- A capture leaves its row for nothing but its twin among the repeats, from which the same can be read.
CREATE TRIGGER news_keep_delete BEFORE DELETE ON news WHEN NOT EXISTS (
    SELECT 1 FROM repeated AS r WHERE r.capture = OLD.capture AND r.site_run = OLD.site_run AND r.kind = OLD.kind
    AND r.address = OLD.address AND r.fetched_at = OLD.fetched_at AND r.status IS OLD.status AND r.verdict = OLD.verdict
    AND r.reason IS OLD.reason AND r.reason_args IS OLD.reason_args AND r.detail IS OLD.detail
    AND r.payload IS OLD.payload AND r.headers IS OLD.headers AND r.request IS OLD.request AND r.via IS OLD.via
    AND r.link_title IS OLD.link_title)
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER steps_keep_update BEFORE UPDATE OF step, site, kind, address, status, verdict, reason, reason_args, detail, payload, headers, request, link_title, via ON steps
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;
