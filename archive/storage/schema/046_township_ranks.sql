-- The first townships of the country by each measure in each year, ranked by a night where the archive is large: the page
-- would read every report of the year for them.
CREATE TABLE township_ranks (
    year INTEGER NOT NULL,
    measure TEXT NOT NULL,
    ascending INTEGER NOT NULL,
    place INTEGER NOT NULL,
    township_code TEXT NOT NULL REFERENCES townships (code),
    PRIMARY KEY (year, measure, ascending, place)
) STRICT, WITHOUT ROWID;
