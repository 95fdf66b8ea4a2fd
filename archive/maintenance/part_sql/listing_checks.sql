-- The listing checks of the site runs in `main`, and what they showed: from `whole`.
INSERT INTO main.looks
SELECT l.*
FROM main.visits AS v
CROSS JOIN whole.looks AS l ON l.site_run = v.site_run;

INSERT INTO main.look_pages
SELECT p.*
FROM main.looks AS l
CROSS JOIN whole.look_pages AS p ON (p.site_run, p.start) = (l.site_run, l.start);

INSERT INTO main.proofs
SELECT p.*
FROM whole.proofs AS p
WHERE p.proof IN (SELECT l.proof FROM main.looks AS l);

INSERT INTO main.listing_states
SELECT s.*
FROM whole.listing_states AS s
WHERE s.state IN (SELECT l.state FROM main.looks AS l);

INSERT INTO main.state_items
SELECT m.*
FROM main.listing_states AS s
CROSS JOIN whole.state_items AS m ON m.state = s.state;

INSERT INTO main.items
SELECT i.*
FROM whole.items AS i
WHERE i.item IN (SELECT m.item FROM main.state_items AS m);
