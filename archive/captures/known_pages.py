"""A site's known pages: when each last answered, what it was, and what its document states.

Decides nothing about what to request again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from archive.storage import capture_keys
from archive.storage.database import Archive
from archive.storage.instants import from_milliseconds, milliseconds, text

REMEMBERED = timedelta(days=90)
"""A page that was not requested for this long no longer counts as one of the site's."""

_ANSWERED = """
SELECT f.address, f.kind, f.fetched_at, f.request, f.via, s.outcome, f.verdict IN ('gone', 'soft_404') AS gone,
    {is_news} AND coalesce(s.outcome, 'killed') = 'killed' AS cut_short
FROM visits AS s {captures} WHERE s.site = ?1 AND s.site_run <> ?2 AND (s.finished >= ?3 OR s.finished IS NULL)
AND {is_later} AND f.kind NOT IN ('robots', 'attachment')
AND coalesce(f.request ->> 'part', 'document') = 'document'
AND (f.kind = 'report' OR f.request ->> 'for' IS NOT 'witness')
AND f.verdict IN ('ok', 'same', 'gone', 'soft_404') AND (f.payload IS NOT NULL OR f.verdict IN ('gone', 'soft_404'))
"""
_NEWS = "CROSS JOIN news AS f ON f.site_run = s.site_run"
_REPEATS = """CROSS JOIN visit_spans AS w ON w.site_run = s.site_run
CROSS JOIN repeated AS f ON f.site_run = s.site_run AND f.capture BETWEEN w.first AND w.last"""
"""The captures of a site, both kinds by its runs: the view `fetches` would be built whole, as pages are grouped.

Between the first and the last key of a run lie those of other sites, too, of which SQLite shall not tell the instants.
"""

_ADDRESS_OF = """coalesce((SELECT n.address FROM news AS n WHERE n.capture = {0}),
    (SELECT t.address FROM repeats AS q JOIN steps AS t USING (step) WHERE q.capture = {0}))"""

_PAGES = f"""
WITH asked AS (
    SELECT address, kind, max(fetched_at) AS answered_at, request, via, outcome, gone, cut_short
    FROM ({_ANSWERED.format(captures=_NEWS, is_news=1, is_later="f.fetched_at >= ?3")}
        UNION ALL {_ANSWERED.format(captures=_REPEATS, is_news=0, is_later="f.capture >= ?5")})
    GROUP BY address
), said AS (
    SELECT f.address, d.township_code, d.year, d.claimed_on, max(d.document) FROM asked AS k
    CROSS JOIN news AS f USING (address) CROSS JOIN documents AS d USING (capture)
    WHERE d.kind = 'report' AND d.township_code IS NOT NULL GROUP BY f.address
), altered AS (
    SELECT {_ADDRESS_OF.format("c.capture")} AS address, max(c.at) AS at FROM sites AS t
    JOIN reports AS r USING (county_code) CROSS JOIN changes AS c ON c.subject = 'township:' || r.report
    WHERE t.site = ?1 AND c.kind IN ('figures', 'restored') AND c.cause = 'publisher' GROUP BY 1
), attached AS (
    SELECT {_ADDRESS_OF.format("f.via")} AS page, f.address FROM visits AS s {_NEWS}
    WHERE s.site = ?1 AND f.kind = 'attachment'
), files AS (
    SELECT page AS address, count(DISTINCT address) AS number FROM (SELECT * FROM attached
        UNION ALL SELECT t.via, t.address FROM (SELECT DISTINCT address FROM attached) AS o
        CROSS JOIN steps AS t ON t.address = o.address WHERE t.kind = 'attachment')
    WHERE page IS NOT NULL GROUP BY page
)
SELECT a.url, k.kind, k.answered_at, k.request ->> 'page' AS page, k.gone, coalesce(files.number, 0) AS files,
    said.claimed_on, said.year,
    max(said.year) OVER (PARTITION BY said.township_code) AS newest,
    date(altered.at, '+8 hours') >= date(k.answered_at / 1000.0, 'unixepoch', '+8 hours') AS altered
FROM asked AS k JOIN addresses AS a USING (address) LEFT JOIN said USING (address) LEFT JOIN files USING (address)
LEFT JOIN altered USING (address)
WHERE CASE k.kind WHEN 'report' THEN (NOT k.gone OR k.via IS NOT NULL) AND NOT k.cut_short
    ELSE k.outcome = 'ok' AND NOT k.gone AND k.answered_at >= ?4 END
"""
"""Pages by their last answer. Left out are pages that are gone and no longer linked, and lists that the last `ok` run
did not confirm: last answered in a run that was not `ok`, or before the oldest listing check that the last `ok` run
took from the archive, as nothing links them any longer. Left out are also report pages that showed something new to a
run that was killed: it may have been killed before it requested the files that they link.
"""

_LAST_OK_RUN = """
SELECT coalesce(seen_from, started) FROM visits
WHERE site = ? AND site_run <> ? AND outcome = 'ok' ORDER BY started DESC LIMIT 1
"""

_FALSE = """
SELECT 1 FROM visits AS s CROSS JOIN fetches AS f ON f.site_run = s.site_run
WHERE f.reason = 'false_not_modified' AND f.fetched_at >= ?1 AND s.site = ?2
AND (s.finished >= ?1 OR s.finished IS NULL)
"""

_OWED = """
SELECT due_at FROM status AS s JOIN sites AS t USING (county_code)
WHERE t.site = ? AND s.verdict IN ('pending', 'cannot_tell', 'not_published') AND s.due_at BETWEEN ? AND ?
"""


_ABOUT_TO_BE_ACCUSED = """
SELECT s.township_code, s.year FROM status AS s JOIN sites AS t USING (county_code)
WHERE t.site = ? AND s.verdict = 'cannot_tell' AND s.reason IN ('absent_on_one_night', 'named_by_witness')
AND s.due_at <= ?
"""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page as it last answered. `number` is set on a list's pages from the second on.

    Of a report: `files` is the number of its attachments, `claimed_on` the day it claims, `year` the reporting year;
    `current` says that its township has no newer report, and is true for what is no township's report. `gone`: it no
    longer answered, though a list links it. `altered`: on the day of its last answer it showed other figures than
    before.
    """

    url: str
    kind: Literal["portal", "listing", "report"]
    answered_at: datetime
    number: int | None
    gone: bool
    files: int
    claimed_on: date | None
    current: bool
    year: int | None
    altered: bool


def known(archive: Archive, site: str, site_run: int, now: datetime) -> list[KnownPage]:
    """The pages that a site's earlier runs requested. Those of this run are left out: a restarted run gets the same."""
    last_ok = archive.one(_LAST_OK_RUN, site, site_run)
    since_ms = last_ok[0] if last_ok else 0
    remembered = now - REMEMBERED
    asked = site, site_run, milliseconds(remembered), since_ms, capture_keys.span(remembered)[0]
    return [
        KnownPage(
            row["url"],
            row["kind"],
            from_milliseconds(row["answered_at"]),
            int(row["page"]) if row["page"] else None,
            bool(row["gone"]),
            row["files"],
            date.fromisoformat(row["claimed_on"]) if row["claimed_on"] else None,
            row["year"] is None or row["year"] == row["newest"],
            row["year"],
            bool(row["altered"]),
        )
        for row in archive.rows(_PAGES, *asked)
    ]


def has_sent_false_304(archive: Archive, site: str, since: datetime) -> bool:
    """Whether a server of the site has answered 304 for a page that had been modified."""
    return archive.one(_FALSE, milliseconds(since), site) is not None


def is_report_due(archive: Archive, site: str, since: datetime, until: datetime) -> bool:
    """Whether a report that falls due in these days is still missing for a township of the site's county."""
    return archive.one(_OWED, site, text(since), text(until)) is not None


def about_to_be_accused(archive: Archive, site: str, now: datetime) -> list[tuple[str, int]]:
    """The reports (township and year) of the site's county of which one more proof of absence makes an accusation.

    Those are among them that a witness named and that could not be read: the witness may have changed its mind.
    """
    return [(row[0], row[1]) for row in archive.rows(_ABOUT_TO_BE_ACCUSED, site, text(now))]
