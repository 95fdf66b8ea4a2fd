-- The registry's row as it stood at a site run: the row in `sites` is only today's.
CREATE TABLE site_settings (
    settings INTEGER PRIMARY KEY,
    fields TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE site_runs ADD COLUMN settings INTEGER REFERENCES site_settings (settings);
