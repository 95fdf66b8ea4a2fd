"""What `merge` costs where little or nothing is new: one county's night, and the same again, in processor seconds.

usage: python -m benchmarks.merging ARCHIVE [--night 60]

ARCHIVE is one of `benchmarks.nation --payloads`. A copy of it gets one more night of a county by the real path, and is
merged into another copy, twice. What the second merge takes is the price of finding out that nothing is new.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from archive.deadlines import status
from archive.maintenance import merge
from archive.reports import copied_from, search_index
from archive.storage.database import Archive
from benchmarks import model_county as model

COMPARED = """All reports of a site that told something new were settled once, 191 here in 0.15 s: now those that the
night bears on. Near-copies had been found before, and are not compared where no report changed
([history.md](history.md))."""


def copied(source: Path, target: Path) -> Path:
    """A copy of an archive with its payloads."""
    for ending in (".db", ".payloads.db"):
        shutil.copy(source.with_suffix(ending), target.with_suffix(ending))
    return target


def measured(source: Path, folder: Path, night: int) -> list[str]:
    """A line for each merge."""
    other, here = (copied(source, folder / name) for name in ("other.db", "here.db"))
    later = model.FIRST + timedelta(days=night + 1)
    with Archive.open(other) as archive:
        county = archive.one("SELECT county_code FROM sites ORDER BY rowid LIMIT 1")[0]
        model.by_the_real_path(archive, [county], night + 1, first=night)
    lines = []
    with Archive.open(here) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        status.materialise(archive, model.FIRST + timedelta(days=night))
        search_index.complete(archive)
        copied_from.renew(archive, later)
        for name in ("one county's night", "nothing new"):
            began = time.process_time()
            (told,) = merge.merge(archive, [other], later)
            took = time.process_time() - began
            lines.append(f"{name}: {took:.2f} s, {told.captures} captures, {told.reports} reports settled")
    return lines


def main() -> None:
    """Print what each merge takes, as a part of `docs/scale.md`."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--night", type=int, default=60, help="how many nights the archive has")
    given = options.parse_args()
    with Archive.open(given.archive) as archive:  # in the form of this version
        reports = archive.one("SELECT count(*) FROM reports")[0]
    with tempfile.TemporaryDirectory(dir=given.archive.parent) as folder:
        lines = measured(given.archive, Path(folder), given.night)
    print(f"\n## Merging\n`python -m benchmarks.merging`, into an archive of {reports:,} reports with their bytes:\n")
    print(*(f"- {line}" for line in lines), sep="\n")
    print(f"\n{COMPARED}")


if __name__ == "__main__":
    main()
