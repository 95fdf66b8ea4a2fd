-- An alert says by a code why it opened: `reason`. The closed sets of kinds and reasons are a table that the program
-- fills from `archive/alerts/kinds`, so that a new kind needs no migration.

CREATE TABLE alert_reasons (
    kind TEXT NOT NULL,
    reason TEXT NOT NULL UNIQUE,
    severity TEXT NOT NULL CHECK (severity IN ('notice', 'warning', 'urgent')),
    subject TEXT NOT NULL CHECK (subject IN ('township', 'county', 'site', 'archive')),
    PRIMARY KEY (kind, reason)
) STRICT, WITHOUT ROWID;

INSERT INTO alert_reasons VALUES
    ('deadline_near', 'deadline_within_a_week', 'notice', 'county'),
    ('missed_deadline', 'not_found_after_deadline', 'urgent', 'township'),
    ('published_late', 'first_seen_after_deadline', 'warning', 'township'),
    ('backdated', 'claimed_day_contradicted', 'warning', 'township'),
    ('figures_revised', 'figures_differ', 'warning', 'township'),
    ('withdrawn', 'gone_from_lists_and_address', 'urgent', 'township'),
    ('arithmetic', 'printed_sums_wrong', 'notice', 'township'),
    ('site_failing', 'lists_show_no_report', 'urgent', 'site'),
    ('site_failing', 'not_seen_whole_for_nights', 'urgent', 'site'),
    ('site_failing', 'never_seen_whole', 'urgent', 'site'),
    ('archive_unhealthy', 'archive_needs_attention', 'urgent', 'archive');

CREATE TABLE alerts_before AS SELECT * FROM alerts;
DROP TABLE alerts;

CREATE TABLE alerts (
    alert TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    acknowledged_at TEXT,
    note TEXT,
    evidence TEXT NOT NULL,
    reason TEXT NOT NULL,
    FOREIGN KEY (kind, reason) REFERENCES alert_reasons (kind, reason)
) STRICT;

INSERT INTO alerts
SELECT a.alert, a.kind, a.subject, a.opened_at, a.closed_at, a.acknowledged_at, a.note, a.evidence,
    CASE WHEN a.kind <> 'site_failing' THEN (SELECT r.reason FROM alert_reasons AS r WHERE r.kind = a.kind)
         WHEN a.evidence ->> '$.silent.year' IS NOT NULL THEN 'lists_show_no_report'
         WHEN a.evidence ->> '$.last_ok' IS NULL THEN 'never_seen_whole'
         ELSE 'not_seen_whole_for_nights' END
FROM alerts_before AS a;

DROP TABLE alerts_before;
CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE closed_at IS NULL;
