-- Days of publication that a page names, or once named, and each look after them that did not show the report; written
-- together with `status`, and by the same rules.
CREATE TABLE backdating (
    township_code TEXT NOT NULL REFERENCES townships (code),
    year INTEGER NOT NULL,
    claimed_on TEXT NOT NULL,
    claimed_label TEXT NOT NULL,
    capture TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    look TEXT NOT NULL REFERENCES outings (run),
    looked_at TEXT NOT NULL,
    listing TEXT,
    listing_url TEXT,
    PRIMARY KEY (township_code, year, claimed_on, look)
) STRICT, WITHOUT ROWID;
