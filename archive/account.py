"""One report's whole story out of the archive: versions, the figures that changed in each, and who caused it."""

from __future__ import annotations

from typing import Any

from archive.history import differences
from archive.store import Archive

_TABLES = {"disclosures": "line", "applications": "line", "reviews": "block"}


def account(archive: Archive, township: str, year: int) -> dict[str, Any] | None:
    """Versions in order, each with what changed in it, and all other changes; None where there is no such report."""
    report = f"{township}/{year}"
    if not archive.one("SELECT 1 FROM reports WHERE report = ?", report):
        return None
    versions = [dict(row) for row in archive.rows("SELECT * FROM versions WHERE report = ? ORDER BY seq", report)]
    for former, version in zip([None, *versions], versions, strict=False):
        version["figures_changed"] = _changed(archive, former, version, figures)
        version["sections_changed"] = _changed(archive, former, version, _sections)
    changes = archive.rows("SELECT * FROM changes WHERE subject = ? ORDER BY at", f"township:{report}")
    return {"report": report, "versions": versions, "changes": [dict(row) for row in changes]}


def figures(archive: Archive, version: str) -> list[tuple[str, object]]:
    """Every figure of a version as (`table.line.column`, value); a column that its form does not have is left out."""
    found: list[tuple[str, object]] = []
    for table, key in _TABLES.items():
        for row in archive.rows(f"SELECT * FROM {table} WHERE version = ? ORDER BY {key}", version):
            columns = [column for column in row.keys() if column not in ("version", key)]  # noqa: SIM118 - a Row is no dict
            found += [(f"{table}.{row[key]}.{column}", row[column]) for column in columns if row[column] is not None]
    return found


def _sections(archive: Archive, version: str) -> list[tuple[str, object]]:
    return [
        (f"section {row['number']}", row["text"])
        for row in archive.rows("SELECT * FROM sections WHERE version = ?", version)
    ]


def _changed(
    archive: Archive, former: dict[str, Any] | None, version: dict[str, Any], of: Any
) -> list[dict[str, object]]:
    if former is None:
        return []
    pairs = differences(of(archive, former["version"]), of(archive, version["version"]))
    return [{"cell": cell, "before": old, "after": new} for cell, old, new in pairs]
