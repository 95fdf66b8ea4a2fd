"""The report of the year before, out of an archive: only reads, and only where the archive is of this version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.drafts.draft import Draft
from archive.extract.report.model import Report


def from_archive(archive: Path, draft: Draft) -> Report | None:
    """The report of the same township for the year before; None where the archive has none or cannot be read."""
    township, year = draft.report.issuer.township_code, draft.year
    if township is None or year is None or not archive.is_file():
        return None
    from archive.reports import evaluation
    from archive.storage.database import for_reading

    try:
        with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
            db.row_factory = sqlite3.Row
            row = db.execute("SELECT version FROM reports WHERE report = ?", (f"{township}/{year - 1}",)).fetchone()
            return evaluation.report_of(db, row["version"]) if row and row["version"] else None
    except (sqlite3.Error, KeyError):
        return None
