-- Sets of headers are found by a digest of their text, which the index would otherwise hold a second time.
CREATE TABLE former_header_sets AS
SELECT *
FROM header_sets;

DROP TABLE header_sets;

CREATE TABLE header_sets (
    headers INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16),
    fields TEXT NOT NULL
) STRICT;

INSERT INTO header_sets
SELECT headers, text_digest(fields), fields
FROM former_header_sets;

DROP TABLE former_header_sets;
