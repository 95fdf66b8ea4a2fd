-- Captures that said nothing new: from `other` into `main`. `arriving` holds the site runs of `other` that were not here,
-- `numbered` the steps of `other` with their numbers here.

INSERT INTO main.repeats
SELECT r.capture, mr.site_run, n.here, r.via
FROM temp.arriving AS new
JOIN other.repeats AS r USING (site_run)
JOIN other.site_runs AS o USING (site_run)
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (o.run, o.site)
JOIN temp.numbered AS n ON n.there = r.step;

INSERT INTO main.news
SELECT r.capture, mr.site_run, s.kind, s.address, r.fetched_at, s.status, s.verdict, s.detail, s.payload, s.headers, s.request, r.via, s.link_title, s.reason, s.reason_args
FROM other.repeated AS r
JOIN other.repeats AS q USING (capture)
JOIN temp.numbered AS n ON n.there = q.step
JOIN main.steps AS s ON s.step = n.here
JOIN other.site_runs AS o ON o.site_run = r.site_run
JOIN main.site_runs AS mr ON (mr.run, mr.site) = (o.run, o.site)
WHERE r.site_run NOT IN (SELECT site_run FROM temp.arriving)
AND NOT EXISTS (SELECT 1 FROM main.repeats AS m WHERE m.capture = r.capture)
AND NOT EXISTS (SELECT 1 FROM main.news AS m WHERE m.capture = r.capture);
