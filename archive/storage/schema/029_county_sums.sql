-- What the reports of each county and year print, summed up by a night where the archive is large: the country's ranking
-- would read every report for it.
CREATE TABLE county_sums (
    year INTEGER NOT NULL,
    county_code TEXT NOT NULL REFERENCES counties (code),
    reports INTEGER NOT NULL,
    new INTEGER,
    decided INTEGER,
    granted INTEGER,
    granted_of INTEGER,
    erring INTEGER NOT NULL,
    copied INTEGER NOT NULL,
    PRIMARY KEY (year, county_code)
) STRICT, WITHOUT ROWID;
