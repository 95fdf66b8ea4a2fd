-- Where the figures of a document's last reading stand in it, packed (`archive/extract/positions/packing.py`). Rebuilt by
-- `reparse`; a document without a row was read by a program that did not note positions.
CREATE TABLE positions (
    document INTEGER PRIMARY KEY REFERENCES documents (document),
    packed BLOB NOT NULL
) STRICT;
