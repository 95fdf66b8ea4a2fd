-- Counties of which something is new are judged anew; then nothing is noted any longer.
DELETE FROM main.judged_counties
WHERE county_code IN (
    SELECT s.county_code FROM temp.news_of_sites AS n JOIN main.sites AS s USING (site)
    UNION SELECT r.county_code FROM temp.news_of_reports AS n JOIN main.reports AS r USING (township_code, year)
);

DROP TRIGGER temp.note_visits;

DROP TRIGGER temp.note_ended_visits;

DROP TRIGGER temp.note_news;

DROP TRIGGER temp.note_repeats;

DROP TRIGGER temp.note_looks;

DROP TRIGGER temp.note_items;

DROP TRIGGER temp.note_doubts;

DROP TRIGGER temp.note_sites;

DROP TRIGGER temp.note_documents;

DROP TRIGGER temp.note_parsers;

DROP TRIGGER temp.note_reports;

DROP TRIGGER temp.note_versions;

DROP TABLE temp.news_of_sites;

DROP TABLE temp.news_of_runs;

DROP TABLE temp.news_of_reports;
