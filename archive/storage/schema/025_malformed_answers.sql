-- A capture's reason may be that the answer breaks the rules of HTTP, by its chunks or by the length of a header line.
-- Only CHECKs change, and no stored row: so their text is changed in place, and no table of captures is copied.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, '''connection_broken''', '''malformed_chunks'', ''header_line_too_long'', ''connection_broken''')
WHERE type = 'table' AND name IN ('news', 'steps');

PRAGMA writable_schema = RESET;
