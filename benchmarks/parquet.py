"""The queries of docs/parquet.md in DuckDB on the Parquet copy beside the same in SQLite on the archive, in one run.

usage: python -m benchmarks.parquet ARCHIVE… [--folder FOLDER]

DuckDB is asked where it is installed (`pip install duckdb`); it is no part of nianbao. The copy is written into FOLDER,
then brought up to date where nothing changed and where one county did: in the archive one verdict is written otherwise
and back again, so give a copy. Seconds by the clock and of the processor, the least of five turns, both asked in turn;
DuckDB may use all cores. Answers that differ are an error.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from archive.export import partitions
from archive.storage.database import Archive

PAGE = Path(__file__).parent.parent / "docs" / "parquet.md"
TURNS = 5

IN_SQLITE = [
    """
    SELECT substr(county_code, 1, 2) AS province, round(100.0 * sum(verdict = 'on_time') / count(*), 1) AS in_time
    FROM status WHERE year = 2024 AND verdict NOT IN ('exempt', 'pending') GROUP BY province ORDER BY in_time, province
    """,
    """
    SELECT year, count(DISTINCT f.version) AS reports
    FROM findings AS f JOIN versions AS v USING (version) JOIN reports AS r USING (report)
    WHERE severity = 'error' GROUP BY year ORDER BY year
    """,
    """
    SELECT r.year, sum(a.total) AS received FROM reports AS r JOIN applications AS a USING (version)
    WHERE a.line = 'new' GROUP BY r.year ORDER BY r.year
    """,
]
"""The page's queries in SQL for the archive, in their order."""


def queries(folder: Path) -> list[str]:
    """The page's queries, for the copy in a folder."""
    found = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [query.replace("public/parquet", str(folder)).rstrip().rstrip(";") for query in found]


def spent(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of the processor that a call takes."""
    began, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - processor


def main() -> None:
    """Print a table for each archive."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archives", type=Path, nargs="+")
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    for path in given.archives:
        with Archive.open(path) as archive, _folder(given.folder) as folder:
            for line in chain(_written(archive, folder), [""], _asked(archive, folder), [""]):
                print(line, flush=True)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="nianbao-parquet-") as name:
        yield Path(name)


def _written(archive: Archive, folder: Path) -> Iterator[str]:
    """What the copy takes to write: at first, where nothing changed, and where one county did."""
    sizes = archive.one("SELECT (SELECT count(*) FROM sites), (SELECT count(*) FROM reports)")
    yield f"{sizes[0]:,} counties, {sizes[1]:,} reports, archive {archive.path.stat().st_size / 1e6:,.0f} MB"
    yield _renewed(archive, folder, "the whole copy")
    yield _renewed(archive, folder, "where nothing changed")
    township, year, why = archive.one("SELECT township_code, year, basis FROM status WHERE year = 2025 LIMIT 1")
    change = "UPDATE status SET basis = ? WHERE (township_code, year) = (?, ?)"
    archive.connection.execute(change, ("changed", township, year))
    yield _renewed(archive, folder, "where one county changed")
    archive.connection.execute(change, (why, township, year))
    partitions.renew(archive, folder)
    size = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
    yield f"the copy: {size / 1e6:,.0f} MB"


def _renewed(archive: Archive, folder: Path, what: str) -> str:
    count: list[int] = []
    seconds, processor = spent(lambda: count.append(partitions.renew(archive, folder)))
    return f"{what}: {count[0]} partitions, {seconds:.1f} s, {processor:.1f} s of the processor"


def _asked(archive: Archive, folder: Path) -> Iterator[str]:
    """A table of the queries: the least of some turns in each, one after the other."""
    import duckdb  # type: ignore[import-not-found]

    copy = duckdb.connect()
    yield "| query | DuckDB | SQLite | times | DuckDB, processor | SQLite, processor |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for number, (there, here) in enumerate(zip(queries(folder), IN_SQLITE, strict=True), 1):
        # province is a number in DuckDB, which has it from the path, and a text in SQLite
        answers = [
            sorted(tuple(map(str, row)) for row in rows)
            for rows in (copy.execute(there).fetchall(), archive.rows(here))
        ]
        if answers[0] != answers[1]:
            raise SystemExit(f"query {number} has two answers: {answers[0][:3]} and {answers[1][:3]}")
        turns = [_turn(copy, there, archive, here) for _ in range(TURNS)]
        of_copy, of_archive = (tuple(map(min, zip(*column, strict=True))) for column in zip(*turns, strict=True))
        times = f"{of_archive[0] / of_copy[0]:.1f}"
        by_clock, processor = (f"{1000 * of_copy[n]:.0f} ms | {1000 * of_archive[n]:.0f} ms" for n in (0, 1))
        yield f"| {number} | {by_clock} | {times} | {processor} |"


def _turn(copy: Any, there: str, archive: Archive, here: str) -> tuple[tuple[float, float], tuple[float, float]]:
    return spent(lambda: copy.execute(there).fetchall()), spent(lambda: archive.rows(here))


if __name__ == "__main__":
    main()
