"""Bytes of archive and of payload per report and year on the sample sites, and bytes of a night without change.

usage: python -m benchmarks.sizes [--nights N] [--settle N] [--sites SITE…]

A season's beginning is played, then nights until each document was asked for once more (`--settle`), then those that
count. Sizes are told twice: of what is used in the pages, and of the whole file after VACUUM. What every archive holds
(the gazetteer) is taken off.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive.storage.database import Archive, payload_path
from tests.support.season import Season, night
from tests.support.sites.demo import COUNTIES

TARGETS = {"archive": 15 * 1024, "payload": 25 * 1024, "night": 300}
SHOWN = 8


def used(path: Path) -> dict[str, int]:
    """Bytes in use, by table and index."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT name, sum(pgsize - unused) FROM dbstat GROUP BY name"))


def vacuumed(path: Path, folder: Path) -> int:
    """Bytes of the file once it is packed."""
    copy = folder / "vacuumed.db"
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("VACUUM")
        pages, size = db.execute("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size").fetchone()
    return int(pages * size)


def whole(path: Path) -> int:
    """Bytes of the file as it lies, its log written back."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def main() -> None:
    """Play the nights and print the sizes beside their targets."""
    options = argparse.ArgumentParser()
    options.add_argument("--nights", type=int, default=20)
    options.add_argument("--settle", type=int, default=2)
    options.add_argument("--sites", nargs="+", default=COUNTIES)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = folder / "fresh.db"
        Archive.open(fresh).close()
        start = night(6, 10)
        season = Season.begin(folder, start, given.sites)
        path = season.config.archive
        for number in range(1 + given.settle):
            season.crawl(start + timedelta(days=number))
        with season.archive() as archive:
            reports = archive.one("SELECT count(*) FROM reports")[0]
            sites = archive.one("SELECT count(*) FROM sites")[0]
        first, before = used(path), (whole(path), vacuumed(path, folder))
        baseline = used(fresh)
        _report("archive per report and year", (sum(first.values()) - sum(baseline.values())) / reports, "archive")
        _report("payload per report and year", sum(used(payload_path(path)).values()) / reports, "payload")
        requests = 0
        for number in range(given.nights):
            rows = season.crawl(start + timedelta(days=1 + given.settle + number))
            requests += sum(row["requests"] for row in rows)
        last, after = used(path), (whole(path), vacuumed(path, folder))
        with season.archive() as archive:
            news = archive.one("SELECT count(*) FROM news")[0], archive.one("SELECT count(*) FROM repeats")[0]
        season.end()
        count = given.nights * sites
        print(f"{given.nights} nights on {sites} sites, {requests / count:.1f} requests a night and site")
        print(f"{news[0]} captures that said something new, {news[1]} that did not")
        _report("night and site, used in the pages", (sum(last.values()) - sum(first.values())) / count, "night")
        _report("night and site, whole file", (after[0] - before[0]) / count, "night")
        _report("night and site, after VACUUM", (after[1] - before[1]) / count, "night")
        _tables(first, last, count, "a night and site")
        _tables(baseline, first, reports, "a report")


def _tables(before: dict[str, int], after: dict[str, int], count: int, of: str) -> None:
    grown = sorted(((table, after[table] - before.get(table, 0)) for table in after), key=lambda row: -row[1])
    for table, more in grown[:SHOWN]:
        if more:
            print(f"    {table}: {more / count:.0f} bytes {of}")


def _report(what: str, size: float, target: str) -> None:
    limit = TARGETS[target]
    print(f"{what}: {size:.0f} bytes (target {limit}: {'met' if size <= limit else 'MISSED'})")


if __name__ == "__main__":
    main()
