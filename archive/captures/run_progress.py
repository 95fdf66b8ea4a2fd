"""How far the sites of a run have come, while it runs: outcome, requests so far, the address asked last."""

from __future__ import annotations

from dataclasses import dataclass

from archive.storage.database import Archive

_SITES = """
SELECT s.site, s.outcome, max(s.requests, count(f.capture)) AS requests,
    (SELECT a.url FROM news AS l JOIN addresses AS a USING (address) WHERE l.site_run = s.site_run
     ORDER BY l.capture DESC LIMIT 1) AS last_url
FROM site_runs AS s LEFT JOIN news AS f USING (site_run) WHERE s.run = ? GROUP BY s.site_run
"""


@dataclass(frozen=True, slots=True)
class SiteProgress:
    """A site of a run; `outcome` is None until it has ended, `last_url` empty until it was asked for anything."""

    site: str
    outcome: str | None = None
    requests: int = 0
    last_url: str = ""


def sites_of(archive: Archive, run: str) -> dict[str, SiteProgress]:
    """The sites of a run that have begun, by their names. Only reads."""
    rows = archive.rows(_SITES, run)
    return {r["site"]: SiteProgress(r["site"], r["outcome"], r["requests"], r["last_url"] or "") for r in rows}
