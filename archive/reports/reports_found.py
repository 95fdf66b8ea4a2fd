"""Which reports were found: on lists by their titles, and in documents by their text.

Nothing here judges a deadline or writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.storage.database import Archive

LastAnswer = Literal["listed", "there", "gone", "doubtful"]
"""How a report's address last answered: asked for because a page led to it (`listed`), or asked for at its own address:
`there`, `gone`, or `doubtful` where a single night found it gone, or only a run that was not `ok`."""

_NOT_ASKED_FOR = """
SELECT a.url, d.title, max(f.site_run),
    (SELECT CASE WHEN r.state = 'withdrawn' THEN 'doubtful' WHEN via IS NOT NULL THEN 'listed'
        WHEN verdict IN ('ok', 'same') THEN 'there'
        WHEN (SELECT v.outcome FROM visits AS v WHERE v.site_run = g.site_run) = 'ok' THEN 'gone' ELSE 'doubtful' END
     FROM (SELECT a.via, a.verdict, a.site_run, a.capture FROM fetches AS a WHERE a.address = f.address
        AND a.verdict IN ('ok', 'same', 'gone', 'soft_404') ORDER BY a.capture DESC LIMIT 1) AS g) AS last
FROM visits AS s CROSS JOIN news AS f ON f.site_run = s.site_run CROSS JOIN documents AS d ON d.capture = f.capture
CROSS JOIN reports AS r ON r.township_code = d.township_code AND r.year = d.year
CROSS JOIN addresses AS a ON a.address = f.address
WHERE s.site = ?1 AND f.kind = 'report' AND (r.state = 'present' OR EXISTS (
    SELECT 1 FROM changes AS c WHERE c.subject = 'township:' || r.report AND c.kind = 'withdrawn'
    AND c.cause = 'publisher' AND NOT EXISTS (
        SELECT 1 FROM fetches AS g JOIN visits AS v USING (site_run) WHERE g.address = f.address
        AND g.verdict IN ('ok', 'same', 'gone', 'soft_404') AND v.outcome = 'ok'
        AND date(g.fetched_at / 1000.0, 'unixepoch', '+8 hours') > date(c.at, '+8 hours'))))
AND NOT EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = f.address AND g.site_run = ?2)
GROUP BY f.address
"""

_TOWNSHIPS = """
SELECT site, count(DISTINCT township_code) AS townships FROM (
    SELECT s.site, i.township_code FROM site_runs AS s JOIN looks AS l USING (site_run)
        JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE i.kind = 'report'
    UNION SELECT s.site, d.township_code FROM documents AS d JOIN news AS f USING (capture)
        JOIN site_runs AS s USING (site_run) WHERE d.kind = 'report'
) WHERE township_code IS NOT NULL GROUP BY site
"""

_STATES_ISSUER = """
SELECT 1 FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)
WHERE a.url = ? AND (d.township_code IS NOT NULL OR d.kind IN ('lookalike', 'other')
    OR d.level IN ('county', 'department'))
"""


@dataclass(frozen=True, slots=True)
class UnaskedReport:
    """A report that may be present and that a site run has not asked for; `title` is empty where it has none."""

    url: str
    title: str
    last: LastAnswer


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report by township and year, each None where it is not known; `title` is that of its link, if listed."""

    township_code: str | None
    year: int | None
    title: str = ""


def not_asked_for(archive: Archive, site: str, site_run: int) -> list[UnaskedReport]:
    """Reports of the site that this run has not asked for and that are present or gone on one night only, by address.

    Captures of reports asked for at their own address have no `via`, by which `LastAnswer` distinguishes them.
    """
    rows = archive.rows(_NOT_ASKED_FOR, site, site_run)
    return [UnaskedReport(row["url"], row["title"] or "", row["last"]) for row in rows]


def townships_by_site(archive: Archive) -> dict[str, int]:
    """The number of townships with a report on each site, of any year."""
    return {row["site"]: row["townships"] for row in archive.rows(_TOWNSHIPS)}


def states_issuer(archive: Archive, url: str) -> bool:
    """Whether the document at an address names its township, or is known to be no township's report."""
    return archive.one(_STATES_ISSUER, url) is not None


def listed(archive: Archive) -> list[FoundReport]:
    """All reports named by link titles on lists."""
    rows = archive.rows("SELECT township_code, year, title FROM listed_reports WHERE kind = 'report'")
    return [FoundReport(row["township_code"], row["year"], row["title"]) for row in rows]


def read(archive: Archive) -> list[FoundReport]:
    """All townships' reports among the documents, by their content."""
    rows = archive.rows("SELECT township_code, year FROM documents WHERE kind = 'report' AND township_code IS NOT NULL")
    return [FoundReport(row["township_code"], row["year"]) for row in rows]
