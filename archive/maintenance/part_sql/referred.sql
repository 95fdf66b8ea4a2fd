-- What the rows of a part refer to: from `whole` into `main`.
INSERT INTO main.addresses
SELECT a.*
FROM whole.addresses AS a
WHERE a.address IN (
    SELECT f.address FROM main.news AS f UNION SELECT s.address FROM main.steps AS s
    UNION SELECT s.via FROM main.steps AS s UNION SELECT i.address FROM main.items AS i
    UNION SELECT l.start FROM main.looks AS l
);

INSERT INTO main.payloads
SELECT p.*
FROM whole.payloads AS p
WHERE p.payload IN (SELECT f.payload FROM main.news AS f UNION SELECT s.payload FROM main.steps AS s);

INSERT INTO main.header_sets
SELECT h.*
FROM whole.header_sets AS h
WHERE h.headers IN (SELECT f.headers FROM main.news AS f UNION SELECT s.headers FROM main.steps AS s);
