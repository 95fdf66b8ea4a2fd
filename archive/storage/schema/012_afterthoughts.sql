-- Rules that a version was found to break only by a later parser, or by rules that changed since: a finding of our own,
-- and no news about the publisher.
CREATE TABLE afterthoughts (
    version TEXT NOT NULL REFERENCES versions (version),
    rule TEXT NOT NULL,
    PRIMARY KEY (version, rule)
) STRICT, WITHOUT ROWID;
