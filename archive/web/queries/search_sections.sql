WITH passages AS (
    SELECT * FROM (
        SELECT r.report, r.version, s.number, s.heading, s.text, search_passage(s.text, :q) AS passage
        FROM search AS i
        CROSS JOIN reports AS r ON r.report = search_report(i.rowid)
        CROSS JOIN sections AS s ON s.version = r.version AND s.number = search_section(i.rowid)
        WHERE search MATCH coalesce(search_pairs(:q, :county), '"@"')
            AND i.rowid >= CASE WHEN :year = '' THEN 0 ELSE (2200 - :year) * 10000000000000 END
            AND i.rowid < CASE WHEN :year = '' THEN 9000000000000000 ELSE (2201 - :year) * 10000000000000 END
        ORDER BY i.rowid
    )
    UNION ALL
    SELECT * FROM (
        SELECT r.report, r.version, s.number, s.heading, s.text, search_passage(s.text, :q)
        FROM reports AS r
        CROSS JOIN sections AS s ON s.version = r.version
        WHERE search_pairs(:q, '') IS NULL AND search_times(:q, :q) > 0
            AND (:county = '' OR substr(r.county_code, 1, length(:county)) = :county) AND (:year = '' OR r.year = :year)
    )
)
SELECT
    c.name AS county, r.township_code, t.name AS township, r.year, p.number AS section, p.heading, p.passage,
    search_times(p.text, :q) AS times, p.version
FROM passages AS p
CROSS JOIN reports AS r ON r.report = p.report
JOIN townships AS t ON t.code = r.township_code
JOIN counties AS c ON c.code = r.county_code
WHERE p.passage IS NOT NULL;
