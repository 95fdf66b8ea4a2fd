-- A capture's verdict may be `unknown`: an answer that says nothing known, which proves neither presence nor absence.
-- Only a CHECK changes, and no stored row: so its text is changed in place, and no table of captures is copied.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, '''gone'', ''soft_404'', ''blocked''', '''gone'', ''soft_404'', ''unknown'', ''blocked''')
WHERE type = 'table' AND name = 'news';

PRAGMA writable_schema = RESET;
