WITH candidates AS (
    SELECT i.rowid AS place
    FROM search AS i
    WHERE search MATCH coalesce(search_pairs(:q, :county), '"@"')
        AND i.rowid > max(CAST(:after AS INTEGER), CASE WHEN :year = '' THEN 0 ELSE (2200 - :year) * 10000000000000 - 1 END)
        AND i.rowid < CASE WHEN :year = '' THEN 9000000000000000 ELSE (2201 - :year) * 10000000000000 END
    ORDER BY i.rowid LIMIT 4000
),
scanned AS (
    SELECT (2200 - r.year) * 10000000000000 + r.township_code * 10000 + s.number + 1 AS place
    FROM reports AS r
    CROSS JOIN sections AS s ON s.version = r.version
    WHERE search_pairs(:q, '') IS NULL AND search_times(:q, :q) > 0
        AND r.report >= iif(:after = '', :county, search_report(CAST(:after AS INTEGER))) AND r.report < :county || ':'
        AND (r.report, s.number) > (search_report(CAST(:after AS INTEGER)), coalesce(search_section(CAST(:after AS INTEGER)), -1))
        AND (:year = '' OR r.year = :year)
    ORDER BY r.report, s.number LIMIT 4000
),
looked_at AS (
    SELECT place FROM candidates
    UNION ALL
    SELECT place FROM scanned
),
passages AS (
    SELECT r.report, r.version, s.number, s.heading, s.text, l.place,
        coalesce(search_passage(s.text, :q), search_passage(s.heading, :q)) AS passage
    FROM looked_at AS l
    CROSS JOIN reports AS r ON r.report = search_report(l.place)
    CROSS JOIN sections AS s ON s.version = r.version AND s.number = search_section(l.place)
)
SELECT
    c.name AS county, r.township_code, t.name AS township, r.year, p.number AS section, p.heading, p.passage,
    search_times(p.heading || ' ' || p.text, :q) AS times, p.version, p.place AS after
FROM passages AS p
CROSS JOIN reports AS r ON r.report = p.report
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
WHERE p.passage IS NOT NULL
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, last
FROM (SELECT count(*) AS looked, max(place) AS last FROM candidates) WHERE looked = 4000
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, place
FROM (SELECT place FROM scanned LIMIT 1 OFFSET 3999);
