SELECT
    h.site, h.county_code, c.name AS county, h.last_outcome, h.last_reason, h.last_detail, h.last_ok, h.ok AS runs_ok, h.site_runs AS runs,
    round(100.0 * h.ok / nullif(h.site_runs, 0), 1) AS ok_percent
FROM sites_health AS h
JOIN counties AS c ON c.code = h.county_code
ORDER BY h.last_outcome IS 'ok', h.last_ok IS NOT NULL, h.last_ok, h.site;
