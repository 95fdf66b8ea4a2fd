-- The index of the search: per document the pairs of characters that it holds, and no text, which stays in `sections`,
-- `versions` and `findings`. What it names are candidates; each is compared with the text before it is shown.
-- A document's number holds year, township and section, see `archive/reports/search_index.py`.
CREATE VIRTUAL TABLE search USING fts5 (pairs, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '@'");

-- The versions whose documents are in the index as they stand.
CREATE TABLE searchable (version TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TRIGGER searchable_sections AFTER INSERT ON sections
BEGIN
    DELETE FROM searchable WHERE version = NEW.version;
END;

CREATE TRIGGER searchable_findings AFTER INSERT ON findings
BEGIN
    DELETE FROM searchable WHERE version = NEW.version;
END;

CREATE TRIGGER searchable_title AFTER UPDATE OF title ON versions WHEN OLD.title IS NOT NEW.title
BEGIN
    DELETE FROM searchable WHERE version = NEW.version;
END;
