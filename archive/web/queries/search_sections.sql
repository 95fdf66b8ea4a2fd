-- Search the reports' text
-- Sections of the versions in force that contain :q exactly as typed; one or two Chinese characters are enough.
-- :county and :year may stay blank; they make a search over many reports quicker.
SELECT
    v.county, v.township_code, v.township, v.year, s.number AS section, s.heading,
    substr(s.text, max(1, instr(s.text, :q) - 24), length(:q) + 60) AS passage,
    (length(s.text) - length(replace(s.text, :q, ''))) / length(:q) AS times,
    v.version
FROM current_versions AS v
JOIN sections AS s ON s.version = v.version
WHERE :q <> '' AND instr(s.text, :q) > 0
    AND (:county = '' OR v.county_code = :county) AND (:year = '' OR v.year = :year)
ORDER BY v.year DESC, v.township_code, s.number;
