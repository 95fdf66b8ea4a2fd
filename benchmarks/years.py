"""Ten years of nights on archives of one county and of many: what they hold, what a night adds, what their care costs.

usage: python -m benchmarks.years FOLDER [--nights 3650] [--counties 20 187] > docs/years.md

The county's nights are written by the real path, as `benchmarks.model_county` has them, with the reports of each new
year; `benchmarks.laying` lays them over the others. Archives that are in the folder are measured, and not made anew.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from archive.captures import known_pages, nights, record
from archive.deadlines import status
from archive.maintenance import backup, verify
from archive.maintenance.verification import Verification
from archive.storage.database import Archive, payload_path
from archive.storage.instants import instant, text
from benchmarks import laying
from benchmarks import model_county as model
from benchmarks.nation import chosen

YEAR = 365
TIMES = 5
JUDGED = 6
"""The last nights of each year, after which verdicts are formed; the first of them has a year's news."""


def build(folder: Path, count: int, counties: Sequence[int]) -> list[Path]:
    """The archives of one county and of so many, each made where it is not there; beside the first its marks."""
    names = chosen(1)
    one = folder / "years-1.db"
    if not marks_of(one).exists():
        _play(one, names[0], count)
    many = [folder / f"years-{number}.db" for number in counties]
    for path, number in zip(many, counties, strict=True):
        if not path.exists():
            _lay(one, path, names[:number], count)
    return [one, *many]


def _lay(one: Path, path: Path, counties: list[str], count: int) -> None:
    """Lay the one county over the others, in an archive that has its name once it is done."""
    part = path.with_name("unfinished.db")
    for former in (part, payload_path(part)):
        former.unlink(missing_ok=True)
    for source, copy in ((one, part), (payload_path(one), payload_path(part))):
        shutil.copy(source, copy)
    with Archive.open(part) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        archive.connection.execute("DELETE FROM status")
        laying.lay_over(archive, counties, count, payloads=True)
        status.materialise(archive, model.FIRST + timedelta(days=count - 1) + model.NIGHT, anew=True)
    payload_path(part).replace(payload_path(path))
    part.replace(path)


def marks_of(path: Path) -> Path:
    """The file beside an archive with what was measured at the end of each of its years."""
    return path.with_suffix(".json")


def _play(path: Path, county: str, count: int) -> None:
    """Play a county's nights by the real path, judged each night, and measure at the end of each year."""
    for former in (path, payload_path(path)):
        former.unlink(missing_ok=True)
    marks = []
    with Archive.open(path) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")
        record.register_site(archive, model.site(county), county, "trs", [model.start(county)], model.settings(county))
        spent: list[tuple[float, float]] = []
        for number in range(count):
            left = min(YEAR - number % YEAR, count - number)
            spent.append(_night(archive, county, number, judged=left <= JUDGED))
            if left == 1:
                marks.append(_sizes(archive) | {"nights": number + 1} | _typical(spent))
                print(marks[-1], file=sys.stderr, flush=True)
                spent = []
    marks_of(path).write_text(json.dumps(marks, indent=0) + "\n", encoding="utf-8")


def _typical(spent: Sequence[tuple[float, float]]) -> dict[str, float]:
    return {"visit": median(night[0] for night in spent), "judging": median(night[1] for night in spent[-JUDGED + 1 :])}


def _night(archive: Archive, county: str, number: int, *, judged: bool) -> tuple[float, float]:
    """A night over the county; processor seconds of its visit, and of the verdicts after it."""
    now = model.FIRST + timedelta(days=number)
    nights.begin(archive, now.date(), now, ())
    visiting = seconds(lambda: model.play_night(archive, [county], number))
    judging = seconds(lambda: status.materialise(archive, now + model.NIGHT)) if judged else 0.0
    nights.finish(archive, now.date(), now + model.NIGHT, ())
    return visiting, judging


def _sizes(archive: Archive) -> dict[str, float]:
    counted = {
        "sites": "SELECT count(*) FROM sites",
        "reports": "SELECT count(*) FROM reports",
        "captures": "SELECT (SELECT count(*) FROM news) + (SELECT count(*) FROM repeats)",
        "bytes": "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_page_size, pragma_freelist_count",
    }
    return {name: archive.one(sql)[0] for name, sql in counted.items()}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def table(marks: Sequence[dict[str, float]]) -> Iterator[str]:
    """One county's years in Markdown: what the archive holds, and what the last nights of each year cost."""
    columns = ["year", "reports", "captures", "archive", "growth a night", "verdicts of a night"]
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    before = {"bytes": 0.0, "nights": 0.0}
    for number, mark in enumerate(marks, 1):
        grown = (mark["bytes"] - before["bytes"]) / (mark["nights"] - before["nights"])
        shown = "" if number == 1 else f"{grown:,.0f} bytes"  # the first year's is the gazetteer's and the reports'
        cells = [f"{number}", f"{mark['reports']:,.0f}", f"{mark['captures']:,.0f}", f"{mark['bytes'] / 1e6:.1f} MB"]
        judging = f"{mark['judging']:.2f} s"
        yield f"| {' | '.join([*cells, shown, judging])} |"
        before = mark


def care(path: Path) -> Iterator[str]:
    """What the care of an archive costs: opening it, what a site's process asks, its check, backup and verification."""
    with Archive.open(path) as archive:
        sizes = _sizes(archive)
        yield f"counties | {sizes['sites']:,.0f}"
        yield f"captures | {sizes['captures']:,.0f}"
        yield f"archive | {sizes['bytes'] / 1e6:,.0f} MB"
    yield f"opening it | {1000 * median(seconds(lambda: Archive.open(path).close()) for _ in range(TIMES)):.0f} ms"
    with Archive.open(path) as archive:
        sites = [row[0] for row in archive.rows("SELECT site FROM sites ORDER BY site LIMIT ?", TIMES)]
        now = instant(archive.one("SELECT max(finished_at) FROM runs")[0]) + timedelta(hours=20)
        known = median(seconds(partial(known_pages.known, archive, site, 0, now)) for site in sites)
        yield f"known pages, a site | {1000 * known:.0f} ms"
        yield f"the night's check of the file | {seconds(archive.damage):.1f} s"
        county = archive.one("SELECT county_code FROM sites ORDER BY site")[0]
        judging = median(seconds(lambda: list(status.compute(archive, now, county))) for _ in range(TIMES))
        yield f"verdicts of a county, all years | {judging:.2f} s"
    yield f"backup | {seconds(lambda: backup.backup(path, path.with_name('backup.db'))):.1f} s"
    place = path.with_name("years.verified.json")
    place.unlink(missing_ok=True)
    with Archive.read(path) as archive:
        found: list[object] = []
        for kind, only_new in VERIFYING.items():
            going = Verification(archive, text(now), path=place, only_new=only_new)
            taken = seconds(partial(_verify, archive, going, found))
            yield f"{kind} | {taken:.1f} s"
    if found:
        print(f"{path} is not sound: {found[:5]}", file=sys.stderr)


VERIFYING = {"verify": False, "verify --new, nothing new": True}
"""The two ways, and whether only what is new is verified."""


def _verify(archive: Archive, going: Verification, found: list[object]) -> None:
    found.extend(verify.verify(archive, None, going))


INTRODUCTION = """# Years
What archives of years of nights hold and cost. `python -m benchmarks.years FOLDER` makes them and writes this page
(`make nation` runs it): a county of 24 townships is visited every night by the real path, with the reports of each new
year, late, missing and revised ones among them; its rows are laid over the other counties ([scale.md](scale.md)).
Processor seconds; ten years are 3,650 nights.

## One county, night after night
"""

GROWTH = """
The growth of a night, some nine captures, is about the same in every year, two thirds of it that of the year's new
reports.
"""

CARE = """
`nianbao verify` reads every document again, four fifths of its time; it goes on where it was stopped
([history.md](history.md)). A county costs as much beside others as alone: a report's history is told by what its
addresses answered anew, and the captures that only repeat an earlier answer, which are kept in the order of their
instants among those of all sites, are read from the night on that may have lost it
(`archive/reports/history/address_answers.py`). So the histories of one county's reports took 0.06 s, of 20 counties'
0.96 s, of 187 counties' 6.96 s; when all nights were read, 20 counties were verified in 577 s. All but reading the
documents took 138 s of 187 counties, half of it their verdicts.

Verdicts are formed by the few checks that decide them (`archive/deadlines/caveats.py`, `deciding`), and checks that
bear alike on a report are asked once: with every check that was ever made, they took more than five times as long.
What still grows is reading what the lists showed on each night, less than a tenth of a millisecond a night.

## Migrations
The first verb that writes brings an archive to the form of its version, in one transaction. Where that takes longer
than ten seconds, the log says every ten seconds which step it is at, of how many. The two steps `033_rare_captures` and
`043_names_of_rules` took 2.3 s of the processor on an archive of 745 counties and 60 nights (888 MB), 1.1 s on this
county's.
"""


def main() -> None:
    """Print the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--nights", type=int, default=3650)
    options.add_argument("--counties", type=int, nargs="+", default=[20, 187])
    given = options.parse_args()
    paths = build(given.folder, given.nights, given.counties)
    print(INTRODUCTION)
    print("\n".join(table(json.loads(marks_of(paths[0]).read_text(encoding="utf-8")))))
    columns = [dict(line.split(" | ") for line in care(path)) for path in paths]
    sizes = " | ".join(("one county", *(f"{number} counties" for number in given.counties)))
    print(f"{GROWTH}\n## The archive after {given.nights:,} nights\n| | {sizes} |\n|{' --- |' * (len(paths) + 1)}")
    print("\n".join(f"| {name} | {' | '.join(column[name] for column in columns)} |" for name in columns[0]))
    print(CARE, end="")


if __name__ == "__main__":
    main()
