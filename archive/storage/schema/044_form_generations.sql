-- A generation of the form is named by its first reporting year; a new one is a file of data and needs no other schema.
-- Only a CHECK changes, and no stored row: so its text is changed in place, and no table of versions is copied.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, 'form IN (''2021'', ''2019'', ''statistics''', 'form GLOB ''[12][0-9][0-9][0-9]'' OR form IN (''statistics''')
WHERE type = 'table' AND name = 'versions';

PRAGMA writable_schema = RESET;
