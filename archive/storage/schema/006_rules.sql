-- By which rules the findings were last evaluated: a changed rule evaluates the archive again without reading again.

CREATE TABLE evaluated (rules TEXT NOT NULL, at TEXT NOT NULL) STRICT;
