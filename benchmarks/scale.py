"""What a night's steps cost as the archive grows: archives of `benchmarks.nation` side by side, as `docs/scale.md`.

usage: python -m benchmarks.scale ARCHIVE… [--a-county ARCHIVE…] > docs/scale.md

Processor seconds; each step runs on the archive as it lies, whose verdicts and alerts it may write. Of archives after
`--a-county` only what concerns a county or a site is measured.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from archive.alerts import lifecycle, outbox
from archive.alerts.text.message import Message
from archive.captures import known_pages
from archive.captures.reasons import NightReason, because
from archive.deadlines import status
from archive.storage.database import Archive
from archive.storage.instants import CHINA

NOW = datetime(2026, 3, 9, 12, tzinfo=CHINA)
SITES = 9
PART_BYTES = 2048

INTRODUCTION = """# Scale
What a night's steps cost as the archive grows from a part of the country to all of it. `python -m benchmarks.nation`
makes the archives: the counties of the gazetteer, eight years, 60 nights, one county written by the real path and laid
over the others. `python -m benchmarks.scale` writes this page. Processor seconds on one core; "a county" or
"a site" has to stay as it is however many there are.
"""


class Everyone:
    """A channel that wants every alert."""

    name = "growth"

    def wants(self, _kind: str, _county: str | None, /) -> bool:
        """Always."""
        return True


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(path: Path, *, whole: bool) -> dict[str, str]:
    """Each step's cost on one archive, by its name."""
    with Archive.open(path) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        found = _sizes(archive)
        sites = [(row["site"], row["county_code"]) for row in archive.rows("SELECT * FROM sites ORDER BY site")]
        some = sites[:: max(1, len(sites) // SITES)]
        known = [seconds(lambda site=site: known_pages.known(archive, site, 0, NOW)) for site, _ in some]  # type: ignore[misc]
        one = [seconds(lambda county=county: list(status.compute(archive, NOW, county, 2025))) for _, county in some]  # type: ignore[misc]
        every = [seconds(lambda county=county: list(status.compute(archive, NOW, county))) for _, county in some]  # type: ignore[misc]
        found["known pages, a site"] = f"{1000 * median(known):.0f} ms"
        found["judging a county, one year"] = f"{1000 * median(one):.0f} ms"
        found["judging a county, all years"] = f"{1000 * median(every):.0f} ms"
        if not whole:
            return found
        counties = sorted({county for _, county in sites})
        one_year = seconds(lambda: [list(status.compute(archive, NOW, county, 2025)) for county in counties])
        found["all counties anew, one year"] = f"{one_year:.1f} s"
        found["all counties anew, all years"] = f"{seconds(lambda: status.materialise(archive, NOW, anew=True)):.1f} s"
        later = NOW + timedelta(hours=1)
        found["judging where nothing is new"] = f"{seconds(lambda: status.materialise(archive, later)):.2f} s"
        return found | _alerts(archive)


def _sizes(archive: Archive) -> dict[str, str]:
    counted = {
        "counties": "SELECT count(*) FROM sites",
        "reports": "SELECT count(*) FROM reports",
        "captures": "SELECT (SELECT count(*) FROM news) + (SELECT count(*) FROM repeats)",
    }
    found = {name: f"{archive.one(sql)[0]:,}" for name, sql in counted.items()}
    return found | {"archive": f"{archive.path.stat().st_size / 1e6:,.0f} MB"}


def _alerts(archive: Archive) -> dict[str, str]:
    """A first night on which all that is wrong opens an alert, and the same again."""
    archive.connection.execute("DELETE FROM notifications")
    archive.connection.execute("DELETE FROM alerts")
    archive.connection.execute("DELETE FROM watching")
    archive.connection.execute("INSERT INTO watching VALUES ('2020-01-01T00:00:00.000Z')")
    ailments = (because(NightReason.TEST_MESSAGE),)
    edges: list[lifecycle.Edge] = []
    opening = seconds(lambda: edges.extend(lifecycle.update(archive, NOW, ailments)))
    again = seconds(lambda: lifecycle.update(archive, NOW, ailments))
    queueing = seconds(lambda: outbox.enqueue(archive, [Everyone()], edges, NOW))
    parts: list[object] = []

    def write() -> None:
        waiting = outbox.waiting(archive, Everyone.name, NOW, ())
        parts.extend(Message(waiting, NOW, "zh").parts(PART_BYTES))

    return {
        "alerts that open": f"{len(edges):,}",
        "opening them": f"{opening:.1f} s",
        "a night with the same alerts": f"{again:.1f} s",
        "queueing them": f"{queueing:.1f} s",
        f"writing them in parts of {PART_BYTES} bytes": f"{seconds(write):.1f} s, {len(parts):,} parts",
    }


def table(columns: list[dict[str, str]]) -> str:
    """The archives side by side, in Markdown."""
    first, *rest = columns[0]
    lines = [[name, *(column.get(name, "not measured") for column in columns)] for name in (first, *rest)]
    lines.insert(1, ["---"] * (len(columns) + 1))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archives", type=Path, nargs="+")
    options.add_argument("--a-county", type=Path, nargs="*", default=[])
    given = options.parse_args()
    columns = [measured(path, whole=True) for path in given.archives]
    columns += [measured(path, whole=False) for path in given.a_county]
    print(f"{INTRODUCTION}\n{table(columns)}")


if __name__ == "__main__":
    main()
