"""What a change costs on archives of several sizes: readings that differ, and what a night writes of its verdicts.

usage: python -m benchmarks.growth ARCHIVE…

Archives are those of `benchmarks.nation`; each is copied beside itself, and the copy is changed. Prints a part of
`docs/scale.md`. Bytes are those of SQLite's log, which a backup and a replica have to carry, too.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from sqlite3 import Row

from archive.alerts import lifecycle
from archive.captures.reasons import NightReason, because
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.database import Archive, payload_path
from archive.storage.instants import text
from benchmarks import model_county as model
from benchmarks.scale import NOW, seconds, table

BACKLOGS = (1_000, 5_000, 20_000)
NIGHT = 60
"""So many nights the archives have."""

_OF_NIGHTS = ("notifications", "alerts", "watching", "backdating", "status", "judged_counties", "judged")
"""What nights write, and another measurement may have written: the first night begins without."""

INTRODUCTION = """
## Readings that differ, and what a night writes
`python -m benchmarks.growth`. A parser that reads otherwise leaves a backlog of unsettled readings: a version is stored
and settled in as much time whichever its size, beside any number of other reports. Of verdicts and alerts a night
writes the rows that changed; the bytes are those of SQLite's log. The county's night has a new listing check and a few
reports requested again.
"""


def measured(path: Path) -> dict[str, str]:
    """Each figure of one archive, by its name."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "growth.db"
        for source, target in ((path, copy), (payload_path(path), payload_path(copy))):
            shutil.copy(source, target)
        with Archive.open(copy) as archive:
            archive.connection.execute("PRAGMA synchronous = OFF")
            found = {"counties": f"{archive.one('SELECT count(*) FROM sites')[0]:,}"}
            found |= {"reports": f"{archive.one('SELECT count(*) FROM reports')[0]:,}"}
            return found | _written(archive) | _read_otherwise(archive)


def _written(archive: Archive) -> dict[str, str]:
    """What verdicts and alerts of a night write: all anew, on a quiet night, and where one county was visited."""
    ailments = (because(NightReason.TEST_MESSAGE),)
    archive.connection.execute("PRAGMA wal_autocheckpoint = 0")
    for table_of_nights in _OF_NIGHTS:
        archive.connection.execute(f"DELETE FROM {table_of_nights}")
    archive.connection.execute("INSERT INTO watching VALUES ('2020-01-01T00:00:00.000Z')")

    def night(now: datetime, *, anew: bool = False) -> tuple[str, str]:
        verdicts = _logged(archive, lambda: status.materialise(archive, now, anew=anew))
        return verdicts, _logged(archive, lambda: lifecycle.update(archive, now, ailments))

    written = {"the first night": night(NOW, anew=True), "a quiet night": night(NOW + timedelta(days=1))}
    county = archive.one("SELECT county_code FROM sites ORDER BY rowid LIMIT 1")[0]
    model.by_the_real_path(archive, [county], NIGHT + 2, first=NIGHT + 1)
    written["a night of one county"] = night(NOW + timedelta(days=1, hours=1))
    return {
        f"{what} of {name}, written": size
        for name, sizes in written.items()
        for what, size in zip(("verdicts", "alerts"), sizes, strict=True)
    }


def _logged(archive: Archive, work: Callable[[], object]) -> str:
    """How much SQLite's log grows by a call."""
    archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    work()
    return f"{archive.path.with_name(archive.path.name + '-wal').stat().st_size / 1000:,.0f} KB"


def _read_otherwise(archive: Archive) -> dict[str, str]:
    """What a version costs that a later parser made: until it is stored, and until it is settled."""
    found = {}
    for number, size in enumerate(BACKLOGS, 1):
        now = NOW + timedelta(days=2, hours=number)
        stored = sum(_storing(archive, row, now) for row in archive.rows(_READ, size))
        settled = seconds(partial(settling.settle, archive, now))
        versions = archive.one("SELECT count(*) FROM documents WHERE parsed_at = ?", text(now))[0]
        found[f"storing a version, {size:,} unsettled"] = f"{1000 * stored / versions:.1f} ms"
        found[f"settling a version, {size:,} unsettled"] = f"{1000 * settled / versions:.1f} ms"
    return found


def _storing(archive: Archive, row: Row, now: datetime) -> float:
    """Processor seconds of storing a document's reading with another text than before."""
    unit = next(unit for unit in _units(row["township_code"][:6]) if unit.code == row["township_code"])
    reading = unit.reading(row["year"])
    reading["sections"][0]["text"] += f"{now:%d日%H时}"
    report = output.from_json(reading)
    return seconds(lambda: documents.store(archive, row["capture"], report, now))


_units = lru_cache(model.units)

_READ = """
SELECT d.capture, d.township_code, d.year FROM documents AS d JOIN reports AS r USING (township_code, year)
GROUP BY d.township_code, d.year ORDER BY d.township_code, d.year LIMIT ?
"""
"""Documents, one of each report."""


def main() -> None:
    """Print the figures of archives side by side."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archives", type=Path, nargs="+")
    given = options.parse_args()
    print(f"{INTRODUCTION}\n{table([measured(path) for path in given.archives])}")


if __name__ == "__main__":
    main()
