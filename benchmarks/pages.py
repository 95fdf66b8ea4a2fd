"""What each page and query of the served archive costs, on archives of several sizes side by side, as `docs/pages.md`.

usage: python -m benchmarks.pages ARCHIVE… [--calls 5] [--only TEXT] [--as-it-lies] > docs/pages.md

The archives are those of `benchmarks.nation`. What a night keeps for the pages is written first: verdicts, alerts, the
index of the search. Each address is then called by one visitor, once unmeasured and then `--calls` times; beside it in
the same run a page that asks for nothing, `SELECT 1`, whose time is what Datasette takes for any answer.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from urllib.parse import unquote_plus, urlencode

from archive import gazetteer
from archive.alerts import lifecycle
from archive.deadlines import status
from archive.maintenance import kept_counts
from archive.reports import search_index
from archive.storage.database import Archive, for_reading
from archive.storage.instants import CHINA
from archive.web import links, metadata, queries, serve
from archive.web.columns import columns_of

NOW = datetime(2026, 3, 9, 12, tzinfo=CHINA)
PLAIN = "/nianbao?sql=SELECT+1"
ANEW = {"Cache-Control": "no-cache"}
"""Each page is made anew, not taken from the answers that the process keeps."""
SINCE = "2020-01-01T00:00:00.000Z"
LIMIT, SEARCH_LIMIT = 100, 300
"""Milliseconds that a page may take, and one that searches."""
WEIGHT, OK = 200, 200
"""Kilobytes that a page may weigh, and the status of an answer."""

INTRODUCTION = """# Pages and queries
What each page and canned query of the served archive takes as the archive grows from a part of the country to all of
it: milliseconds of processor, the median of warm calls of one visitor in the process that serves, and kilobytes.
`python -m benchmarks.pages` writes this page of the archives that [scale.md](scale.md) measures. `SELECT 1` is what
Datasette takes for an answer without any question; a page has 100 ms, a search 300, and weighs at most 200 kB.

Fifty visitors at once, each asking for the next page a second after the last one came (`python -m benchmarks.visitors`,
two processes on two cores, which the visitors' own program shares): on a sixteenth of the country no error, median 0.11
to 0.14 s, 95th percentile 0.62, 0.71 and 1.04 s in three runs, 38 pages a second; on the whole country median 0.20 s,
95th percentile 0.97 s. With one process the 95th percentile is 1.83 s.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """What addresses of pages are made of: a report that has two versions, its place, and rows that belong to it."""

    township: str
    county: str
    report: str
    before: str
    version: str
    capture: str
    listing: str
    url: str
    site: str
    run: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, kilobytes and status of an answer."""

    milliseconds: float
    kilobytes: float
    status: int


_EXAMPLE = """
SELECT r.township_code AS township, r.county_code AS county, r.report, w.version AS before, r.version, v.capture,
    n.via AS listing, a.url, t.site, o.run
FROM versions AS v JOIN reports AS r ON r.report = v.report AND r.version = v.version
JOIN versions AS w ON w.report = v.report AND w.seq = 1 JOIN news AS n ON n.capture = v.capture
JOIN addresses AS a USING (address) JOIN visits AS t USING (site_run) JOIN outings AS o USING (outing)
WHERE v.seq = 2 LIMIT 1
"""


def example(archive: Path) -> Example:
    """The first revised report of an archive."""
    with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
        return Example(*db.execute(_EXAMPLE).fetchone())


def keep(path: Path) -> None:
    """Write what a night keeps."""
    with Archive.open(path) as archive:
        status.materialise(archive, NOW)
        archive.connection.execute("INSERT INTO watching SELECT ? WHERE NOT EXISTS (SELECT 1 FROM watching)", (SINCE,))
        lifecycle.update(archive, NOW, ())
        search_index.complete(archive)
        kept_counts.renew(archive)


def addresses(archive: Path, one: Example) -> Iterator[str]:
    """Every page by its address."""
    yield PLAIN
    yield from _own(one)
    yield from _queries(one)
    yield "/nianbao"
    for name in _tables(archive):
        yield f"/nianbao/{name}"
    yield from _narrowed(one)


def _own(one: Example) -> Iterator[str]:
    """The project's own pages."""
    report = f"{one.township}/2025"
    yield from ("/", "/?year=2019", f"/?province={_province(one)}", "/-/overview.json", "/-/questions")
    yield from (f"/-/questions?county={one.county}", f"/-/county/{one.county}", f"/-/county/{one.county}.json")
    yield from (links.side_by_side(one.county), links.township(one.township), links.years(one.township, 2024, 2025))
    yield from (links.country(), links.province(one.county[:2]), links.province("44"), links.rankings())
    yield from (links.rankings(by=by) for by in ("on_time_share", "share", "copied"))
    yield from (links.rankings("townships", by=by) for by in ("new", "share", "errors", "licences"))
    yield from (links.rankings("townships", "44"), links.copies(one.county[:2]), links.copies(one.county))
    yield from (f"/-/report/{report}", f"/-/report/{report}.json", f"/-/archived/{one.capture}")
    yield f"/-/compare/{report}?{urlencode({'before': one.before, 'after': one.version})}"
    for asked in ("政府信息", "湖口县 申请", "row_sum", "没有这样的话", "城关镇", "河"):
        yield f"/-/search?{urlencode({'q': asked})}"
    yield f"/-/search.json?{urlencode({'q': '申请', 'county': one.county})}"
    yield from (f"/-/feed{area}.atom" for area in ("", f"/{one.county[:2]}", f"/{one.county}", f"/{one.township}"))


def _province(one: Example) -> str:
    county = gazetteer.load().county(one.county)
    return urlencode({"": county.province})[1:] if county else ""


def _queries(one: Example) -> Iterator[str]:
    """The canned queries, as they open and with what may narrow them."""
    values = {
        "year": "2025", "county": one.county, "township": one.township, "q": "政府信息", "blame": "source",
        "version": one.version, "table": "applications", "line": "new", "column": "total", "after": "0",
    }  # fmt: skip
    for name, query in queries.load().items():
        needed = {key: values[key] for key in query.parameters if key in ("township", "q")}
        if name in ("captures_of_report", "where_from"):
            needed["year"] = "2025"
        yield f"/nianbao/{name}?{urlencode(dict.fromkeys(query.parameters, '') | needed)}"
        for key in query.parameters:
            if key not in needed:
                yield f"/nianbao/{name}?{urlencode(dict.fromkeys(query.parameters, '') | needed | {key: values[key]})}"


def _tables(archive: Path) -> list[str]:
    """Tables and views that are listed."""
    built = metadata.build(columns_of(archive))["databases"][metadata.DATABASE]["tables"]
    return [name for name in columns_of(archive) if not built.get(name, {}).get("hidden")]


def _narrowed(one: Example) -> Iterator[str]:
    """Tables as links lead to them, and as people narrow them."""
    for name, given in (
        ("captures", {"capture": one.capture}),
        ("captures", {"capture": one.listing}),
        ("captures", {"url": one.url}),
        ("captures", {"site": one.site}),
        ("captures", {"_sort_desc": "capture"}),
        ("captures", {"verdict": "blocked"}),
        ("runs", {"run": one.run}),
        ("site_runs", {"site": one.site}),
        ("site_runs", {"run": one.run}),
        ("provenance", {"report": one.report}),
        ("provenance", {"version": one.version}),
        ("changed_numbers", {"subject": f"township:{one.report}"}),
        ("current_versions", {"county_code": one.county}),
        ("current_versions", {"report": one.report}),
        ("numbers", {"version": one.version}),
        ("told_numbers", {"version": one.version}),
        ("listed_reports", {"township_code": one.township}),
        ("listing_checks", {"site": one.site}),
        ("complete_checks", {"county_code": one.county}),
        ("listing_check_facts", {"site": one.site}),
        ("publications", {"report": one.report}),
        ("sites_health", {"county_code": one.county}),
        ("status", {"verdict": "not_published"}),
        ("status", {"county_code": one.county}),
        ("status", {"year": "2025"}),
        ("status", {"year": "2025", "verdict": "late"}),
        ("status", {"_sort": "year"}),
        ("reports", {"county_code": one.county}),
        ("versions", {"report": one.report}),
        ("sections", {"version": one.version}),
        ("documents", {"township_code": one.township}),
        ("changes", {"subject": f"township:{one.report}"}),
        ("alerts", {"kind": "missed_deadline"}),
        ("findings", {"version": one.version}),
    ):
        yield f"/nianbao/{name}?{urlencode(given)}"


async def measured(archive: Path, calls: int, only: str) -> dict[str, Measured]:
    """Every page of an archive."""
    served = serve.app(archive)
    await served.invoke_startup()
    found = {}
    for address in addresses(archive, example(archive)):
        if only in address or address == PLAIN:
            found[address] = await _measured(served, address, calls)
            print(archive.name, address, found[address], file=sys.stderr, flush=True)
    return found


async def _measured(served: object, address: str, calls: int) -> Measured:
    took = []
    for _ in range(calls + 1):
        began = time.process_time()
        answer = await served.client.get(address, follow_redirects=True, headers=ANEW)  # type: ignore[attr-defined]
        took.append(1000 * (time.process_time() - began))
        if took[0] > SLOW:
            break
    return Measured(median(took[1:] or took), len(answer.content) / 1000, answer.status_code)


SLOW = 3000
"""Milliseconds after which an address is called once only."""


def table(columns: Sequence[Mapping[str, Measured]], names: Sequence[str]) -> str:
    """The archives side by side, in Markdown. Where an address names rows, each archive has rows of its own."""
    lines = [["page or query", *(f"{name}, ms | kB" for name in names)], ["---"] * (1 + 2 * len(names))]
    for pages in zip(*(column.items() for column in columns), strict=True):
        cells = [_cell(page) for _, page in pages]
        lines.append([f"`{unquote_plus(pages[0][0])}`", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(page: Measured) -> str:
    failed = "" if page.status == OK else f" (status {page.status})"
    return f"{page.milliseconds:.0f}{failed} | {page.kilobytes:.0f}"


def beyond(column: Mapping[str, Measured]) -> list[str]:
    """The pages that fail, or take or weigh more than they may."""
    return [
        address
        for address, page in column.items()
        if page.status != OK
        or (page.kilobytes > WEIGHT and ".json" not in address)
        or page.milliseconds > (SEARCH_LIMIT if "search" in address else LIMIT)
    ]


def said_of_limits(column: Mapping[str, Measured]) -> str:
    """How many pages of the largest archive are beyond the limits, and which, in Markdown."""
    found = beyond(column)
    count = f"Beyond these limits on the largest archive: {len(found)} of {len(column)} addresses"
    lines = (
        f"- `{unquote_plus(one)}`: {column[one].milliseconds:.0f} ms, {column[one].kilobytes:.0f} kB" for one in found
    )
    return "\n".join([f"{count}.\n", *lines]).rstrip()


def main() -> None:
    """Print the page, and to the log what is beyond the limits."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archives", type=Path, nargs="+")
    options.add_argument("--calls", type=int, default=5)
    options.add_argument("--only", default="", help="addresses that hold this text")
    options.add_argument("--as-it-lies", action="store_true", help="write nothing before")
    given = options.parse_args()
    columns, names = [], []
    for path in given.archives:
        if not given.as_it_lies:
            keep(path)
        with Archive.read(path) as archive:
            names.append(f"{archive.one('SELECT count(*) FROM reports')[0]:,} reports")
        columns.append(asyncio.run(measured(path, given.calls, given.only)))
    print(f"{INTRODUCTION}\n{said_of_limits(columns[-1])}\n\n{table(columns, names)}")
    for name, column in zip(names, columns, strict=True):
        print(f"{name}: {len(beyond(column))} of {len(column)} beyond the limits", *beyond(column), file=sys.stderr)


if __name__ == "__main__":
    main()
