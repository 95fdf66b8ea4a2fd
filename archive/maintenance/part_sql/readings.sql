-- The readings since number :after: from `whole`, with where their figures stand.
INSERT INTO main.documents
SELECT d.*
FROM whole.documents AS d
WHERE d.document > :after;

INSERT INTO main.positions
SELECT p.*
FROM main.documents AS d
CROSS JOIN whole.positions AS p ON p.document = d.document;
