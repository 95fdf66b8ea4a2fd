"""The archive of a nation: every county of the gazetteer, eight years of reports, nights over all sites, in minutes.

usage: python -m benchmarks.nation PATH [--part 16] [--nights 60] [--payloads]

One county is written by the real path, night by night (`benchmarks.model_county`). Its rows are then laid over all
other counties (`benchmarks.laying`): names, codes, addresses, texts, digests and bytes are those that the real path
would have written there, as `tests/benchmarks/test_nation.py` holds; only the random end of a capture's key is not.
An archive that is there is not made anew.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from archive import gazetteer
from archive.storage.database import Archive, payload_path
from benchmarks import laying
from benchmarks.model_county import UNITS, by_the_real_path, units


def chosen(part: int) -> list[str]:
    """Every so-manieth county of the country, the one with the most units among the first."""
    names = gazetteer.load()
    full = next(county.code for county in names.counties() if len(units(county.code)) == UNITS)
    return [full, *(county.code for county in names.counties() if county.code != full and units(county.code))][::part]


def build(path: Path, part: int = 1, count: int = 60, *, payloads: bool = False) -> None:
    """Build the archive at `path`, judged by nobody yet; it has its name once it is done."""
    counties, unfinished = chosen(part), path.with_name(f"unfinished-{path.name}")
    for former in (unfinished, payload_path(unfinished)):
        former.unlink(missing_ok=True)
    with Archive.open(unfinished) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        by_the_real_path(archive, counties[:1], count)
        laying.lay_over(archive, counties, count, payloads=payloads)
    payload_path(unfinished).replace(payload_path(path))
    unfinished.replace(path)


def main() -> None:
    """Build the archive and print what it took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("path", type=Path)
    options.add_argument("--part", type=int, default=1, help="one in so many counties")
    options.add_argument("--nights", type=int, default=60)
    options.add_argument("--payloads", action="store_true", help="store the bytes of all pages, too")
    given = options.parse_args()
    if given.path.exists():
        print(f"{given.path} is there, and not made anew")
        return
    began = time.process_time()
    build(given.path, given.part, given.nights, payloads=given.payloads)
    with Archive.read(given.path) as archive:
        reports, sites = archive.one("SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM sites)")
    took, size = time.process_time() - began, given.path.stat().st_size / 1e9
    print(f"{sites} sites, {reports} reports, {given.nights} nights: {took:.0f} s of processor, {size:.2f} GB")


if __name__ == "__main__":
    main()
