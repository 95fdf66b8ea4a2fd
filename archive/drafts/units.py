"""The reports of a county's townships, out of an archive, for a county's draft: only where all of them are known."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from archive import gazetteer
from archive.drafts.draft import Draft
from archive.extract.report.model import Report


def from_archive(archive: Path, draft: Draft) -> tuple[Report, ...]:
    """The reports of all townships of the county for the same year; () where one is missing or none can be read."""
    issuer, year = draft.report.issuer, draft.year
    if issuer.level != "county" or issuer.county_code is None or year is None or not archive.is_file():
        return ()
    units = gazetteer.load().units(issuer.county_code, on=date(year, 12, 31))
    return reports(archive, [unit.code for unit in units], year)


def reports(archive: Path, codes: Sequence[str], year: int) -> tuple[Report, ...]:
    """The reports of these townships for a year; () where one is missing or none can be read."""
    from archive.reports import evaluation
    from archive.storage.database import for_reading

    try:
        with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
            db.row_factory = sqlite3.Row
            versions = [_version(db, f"{code}/{year}") for code in codes]
            return tuple(evaluation.report_of(db, version) for version in versions if version) if all(versions) else ()
    except (sqlite3.Error, KeyError):
        return ()


def _version(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT version FROM reports WHERE report = ?", (name,)).fetchone()
    return row["version"] if row else None
