"""The whole data set for download: tables for people and for programs, the archive without bytes, and how to cite it.

data/
  csv/*.csv          for Excel: UTF-8 with its mark, nothing begins a formula; with datapackage.json (Frictionless)
  parquet/*.parquet  for programs, where pyarrow is installed; with a datapackage.json of its own
  nianbao.xlsx       the same as a workbook, where XlsxWriter is installed
  nianbao.db         the archive without the bytes of pages
  README.md, CITATION.cff
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from archive.export import Scope, tables, workbook
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

Copy = Callable[[Path, Path], None]
"""Writes a compact copy of the archive's file alone, such as `archive.maintenance.backup.write_compact_copy`."""

_MARK = "CITATION.cff"
"""The file by which a folder is known as a data set."""
_TITLE = "Annual open-government reports of townships 政府信息公开工作年度报告"


def write(archive: Path, destination: Path, version: str, as_of: str, copy: Copy) -> None:
    """Make the folder `destination` anew; the data set that was there is replaced once all is written.

    Raises ArchiveError, also where a folder with something else is in its place.

    `version` is the program's, `as_of` the day as of which the archive speaks (YYYY-MM-DD).
    """
    part, former = (destination.with_name(f"{destination.name}.{state}") for state in ("part", "former"))
    for there in (destination, former):
        _refuse_other_folder(there)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    everything = Scope()
    with Archive.read(archive) as opened:
        tables.export(opened, part / "csv", everything, "csv", for_people=True)
        if find_spec("pyarrow"):
            tables.export(opened, part / "parquet", everything, "parquet")
        if find_spec("xlsxwriter"):
            workbook.export(opened, part / "nianbao.xlsx", everything)
    copy(archive, part / "nianbao.db")
    for folder in ("csv", "parquet"):
        _say_version(part / folder / "datapackage.json", version, as_of)
    (part / "README.md").write_text(_README.format(title=_TITLE, version=version, as_of=as_of), encoding="utf-8")
    (part / _MARK).write_text(_CITATION.format(title=_TITLE, version=as_of, as_of=as_of), encoding="utf-8")
    _replace(part, destination, former)


def _refuse_other_folder(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise ArchiveError("wrong-dataset-onto-other", path=folder)


def _replace(part: Path, destination: Path, former: Path) -> None:
    shutil.rmtree(former, ignore_errors=True)
    if destination.exists():
        destination.rename(former)
    part.rename(destination)
    shutil.rmtree(former, ignore_errors=True)


def _say_version(path: Path, version: str, as_of: str) -> None:
    if path.is_file():
        package = json.loads(path.read_text(encoding="utf-8"))
        package |= {"version": as_of, "created": f"{as_of}T00:00:00Z", "sources": [{"title": f"nianbao {version}"}]}
        path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_README = """# {title}
As of {as_of}, made by nianbao {version}.

- `csv/`: for spreadsheet programs, in UTF-8 with its mark. Text that would begin a formula has an apostrophe before
  it, which is not in the source. `csv/README.md` is the data dictionary, `csv/datapackage.json` the Frictionless
  package.
- `parquet/`: the same for programs, text as it was read.
- `nianbao.xlsx`: the same as a workbook; text is stored as text.
- `nianbao.db`: the archive for SQLite and Datasette, without the bytes of the pages.

A report is cited by issuer, title, address, the instant of its archiving and the SHA-256 of its bytes (`url`,
`fetched_at` and `payload` in `versions`); the data set as in `CITATION.cff`, with the day above. The reports are
official documents; figures are quoted as printed.
"""
_CITATION = """cff-version: 1.2.0
message: If you use this data set, please cite it with the day as of which it speaks.
type: dataset
title: {title}
authors:
  - name: nianbao
version: "{version}"
date-released: "{as_of}"
"""
