"""Bytes of archive and of payload per report and year on the sample sites, and bytes of a night without change.

usage: python -m benchmarks.sizes [--nights N]

Sizes are of what is used in the files' pages; the gazetteer, which every archive holds, is taken off.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive.store import Archive, payload_path
from tests.season import Season, night

TARGETS = {"archive": 15 * 1024, "payload": 25 * 1024, "night": 300}


def used(path: Path) -> dict[str, int]:
    """Bytes in use, by table and index."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT name, sum(pgsize - unused) FROM dbstat GROUP BY name"))


def main() -> None:
    """Play a season's beginning and nights without change, and print the sizes beside their targets."""
    options = argparse.ArgumentParser()
    options.add_argument("--nights", type=int, default=10)
    nights = options.parse_args().nights
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = folder / "fresh.db"
        Archive.open(fresh).close()
        start = night(3, 10)
        season = Season.begin(folder, start)
        path = season.config.archive
        season.crawl(start)
        season.crawl(start + timedelta(days=1))
        first = used(path)
        with season.archive() as archive:
            reports = archive.one("SELECT count(*) FROM reports")[0]
            sites = archive.one("SELECT count(*) FROM sites")[0]
        _report("archive per report and year", (sum(first.values()) - sum(used(fresh).values())) / reports, "archive")
        _report("payload per report and year", sum(used(payload_path(path)).values()) / reports, "payload")
        for number in range(nights):
            season.crawl(start + timedelta(days=2 + number))
        last = used(path)
        grown = sum(last.values()) - sum(first.values())
        _report("night without change per site", grown / nights / sites, "night")
        season.end()
        for table, more in sorted(((t, last[t] - first.get(t, 0)) for t in last), key=lambda row: -row[1])[:8]:
            if more:
                print(f"    {table}: {more / nights / sites:.0f} bytes a night and site")
        baseline = used(fresh)
        for table, size in sorted(((t, first[t] - baseline.get(t, 0)) for t in first), key=lambda row: -row[1])[:8]:
            print(f"    {table}: {size / reports:.0f} bytes a report")


def _report(what: str, size: float, target: str) -> None:
    limit = TARGETS[target]
    print(f"{what}: {size:.0f} bytes (target {limit}: {'met' if size <= limit else 'MISSED'})")


if __name__ == "__main__":
    main()
