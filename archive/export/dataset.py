"""The whole data set for download: tables for people and for programs, the archive without bytes, and how to cite it.

data/
  csv/*.csv          for Excel: UTF-8 with its mark, nothing begins a formula; with datapackage.json (Frictionless)
  parquet/*.parquet  for programs, where pyarrow is installed; with a datapackage.json of its own
  nianbao.xlsx       the same as a workbook, where XlsxWriter is installed and no table is too long for one
  nianbao.db         the archive without the bytes of pages
  content.json       by what the tables were made: where it is the same they are taken over
  README.md, CITATION.cff
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from archive.export import Scope, partitions, tables, workbook
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

Copy = Callable[[Path, Path], None]
"""Writes a compact copy of the archive's file alone, such as `archive.maintenance.backup.write_compact_copy`."""

_MARK = "CITATION.cff"
"""The file by which a folder is known as a data set."""
_CONTENT = "content.json"
_WORKBOOK = "nianbao.xlsx"
_MOST_SHEETS = 2
"""Sheets that a table may fill in the workbook: Excel needs gigabytes of memory for more."""
_TITLE = "Annual open-government reports of townships 政府信息公开工作年度报告"


def write(archive: Path, destination: Path, version: str, as_of: str, copy: Copy) -> None:
    """Make the folder `destination` anew; the data set that was there is replaced once all is written.

    Its tables are taken over where nothing has changed of which they are made. Raises ArchiveError, also where a folder
    with something else is in its place.

    `version` is the program's, `as_of` the day as of which the archive speaks (YYYY-MM-DD).
    """
    part, former = (destination.with_name(f"{destination.name}.{state}") for state in ("part", "former"))
    for there in (destination, former):
        _refuse_other_folder(there)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with Archive.read(archive) as opened:
        made_of = {"tables": partitions.content(opened), "with": list(filter(find_spec, ("pyarrow", "xlsxwriter")))}
        if not _take_over(destination, part, made_of):
            _write_tables(opened, part)
    for folder in ("csv", "parquet"):
        _say_version(part / folder / "datapackage.json", version, as_of)
    files = {str(path.relative_to(part)): path.stat().st_size for path in part.rglob("*.*")}
    (part / _CONTENT).write_text(json.dumps({"made_of": made_of, "files": files}) + "\n", encoding="utf-8")
    copy(archive, part / "nianbao.db")
    of_workbook = _OF_WORKBOOK if (part / _WORKBOOK).exists() else ""
    readme = _README.format(title=_TITLE, version=version, as_of=as_of, of_workbook=of_workbook)
    (part / "README.md").write_text(readme, encoding="utf-8")
    (part / _MARK).write_text(_CITATION.format(title=_TITLE, version=as_of, as_of=as_of), encoding="utf-8")
    _replace(part, destination, former)


def _take_over(former: Path, part: Path, made_of: object) -> bool:
    """Have the tables of the former data set, where they were made of the same and all are there; whether they were."""
    try:
        content = json.loads((former / _CONTENT).read_text(encoding="utf-8"))
        sizes = {name: (former / name).stat().st_size for name in content["files"]}
    except (OSError, ValueError, LookupError, TypeError):  # there is none, or somebody else's
        return False
    if content != {"made_of": made_of, "files": sizes}:
        return False
    for name in sizes:
        (part / name).parent.mkdir(exist_ok=True)
        _link(former / name, part / name)
    return True


def _write_tables(archive: Archive, part: Path) -> None:
    everything = Scope()
    rows = tables.export(archive, part / "csv", everything, "csv", for_people=True)
    if find_spec("pyarrow"):
        tables.export(archive, part / "parquet", everything, "parquet")
    if find_spec("xlsxwriter") and max(rows.values()) <= _MOST_SHEETS * workbook.ROWS:
        workbook.export(archive, part / _WORKBOOK, everything)


def _link(source: Path, target: Path) -> None:
    """Have the same file under a second name, or, where the system has no such names, its copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


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
        path.unlink()  # the file may be that of the former data set, too
        path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_README = """# {title}
As of {as_of}, made by nianbao {version}.

- `csv/`: for spreadsheet programs, in UTF-8 with its mark. Text that would begin a formula has an apostrophe before
  it, which is not in the source. `csv/README.md` is the data dictionary, `csv/datapackage.json` the Frictionless
  package.
- `parquet/`: the same for programs, text as it was read.
{of_workbook}- `nianbao.db`: the archive for SQLite and Datasette, without the bytes of the pages.

A report is cited by issuer, title, address, the instant of its archiving and the SHA-256 of its bytes (`url`,
`fetched_at` and `payload` in `versions`); the data set as in `CITATION.cff`, with the day above. The reports are
official documents; figures are quoted as printed.
"""
_OF_WORKBOOK = "- `nianbao.xlsx`: the same as a workbook; text is stored as text.\n"
_CITATION = """cff-version: 1.2.0
message: If you use this data set, please cite it with the day as of which it speaks.
type: dataset
title: {title}
authors:
  - name: nianbao
version: "{version}"
date-released: "{as_of}"
"""
