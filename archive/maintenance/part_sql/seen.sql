-- What the site run of :site in :run has captured, without the captures in `held`: from `whole` into `main`, a part. The
-- site run is open in it and none of its captures is packed: the archive that it joins packs them when it closes it.
INSERT INTO main.outings (outing, run, started, finished, version, settings)
SELECT o.outing, o.run, o.started, NULL, o.version, o.settings
FROM whole.outings AS o
WHERE o.run = :run;

INSERT INTO main.visits (site_run, outing, site, started, settings)
SELECT v.site_run, v.outing, v.site, v.started, v.settings
FROM main.outings AS o
CROSS JOIN whole.visits AS v ON (v.outing, v.site) = (o.outing, :site);

INSERT INTO main.sites
SELECT t.*
FROM whole.sites AS t
WHERE t.site = :site;

INSERT INTO main.site_settings
SELECT c.*
FROM whole.site_settings AS c
WHERE c.settings IN (SELECT v.settings FROM main.visits AS v UNION SELECT o.settings FROM main.outings AS o);

INSERT INTO main.news
SELECT f.*
FROM main.visits AS v
CROSS JOIN whole.fetches AS f ON f.site_run = v.site_run
WHERE NOT EXISTS (SELECT 1 FROM temp.held AS h WHERE h.capture = f.capture);
