"""Ten years of nights on archives of one county and of many: what they hold, what a night adds, what their care costs.

usage: python -m benchmarks.years FOLDER [--nights 3650] [--counties 187] > docs/years.md

The county's nights are written by the real path, as `benchmarks.model_county` has them, with the reports of each new
year; `benchmarks.laying` lays them over the others. Archives that are in the folder are measured, and not made anew.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median

from archive.captures import nights, record
from archive.deadlines import status
from archive.storage.database import Archive, payload_path
from benchmarks import laying
from benchmarks import model_county as model
from benchmarks.nation import chosen

YEAR = 365
JUDGED = 6
"""The last nights of each year, after which verdicts are formed; the first of them has a year's news."""


def build(folder: Path, count: int, counties: int) -> tuple[Path, Path]:
    """The archive of one county and that of many, each made where it is not there; beside the first its marks."""
    names = chosen(1)[:counties]
    one, many = folder / "years-1.db", folder / f"years-{counties}.db"
    if not marks_of(one).exists():
        _play(one, names[0], count)
    if not many.exists():
        part = many.with_name("unfinished.db")
        for source, copy in ((one, part), (payload_path(one), payload_path(part))):
            shutil.copy(source, copy)
        with Archive.open(part) as archive:
            archive.connection.execute("PRAGMA synchronous = OFF")
            archive.connection.execute("DELETE FROM status")
            laying.lay_over(archive, names, count, payloads=True)
        payload_path(part).replace(payload_path(many))
        part.replace(many)
    return one, many


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
