"""Consistency rules applied to stored reports, within each version and between years; no document is parsed again.

A report is rebuilt from the tables of its version. A finding that compares two years belongs to the later one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache, partial
from hashlib import blake2b
from typing import Final

from archive.extract.checks import rules as rules_module
from archive.extract.report.model import (
    CellNote,
    Figure,
    Finding,
    Issuer,
    Line,
    Number,
    Report,
    Section,
    TableName,
    TableValues,
)
from archive.reports import figures
from archive.storage.database import Archive
from archive.storage.instants import text

TABLES: Final[dict[str, TableName]] = {
    "disclosures": "disclosure",
    "applications": "applications",
    "reviews": "review",
    "statistics": "statistics",
}
"""The table of a report that each table of the archive holds."""

_ONE_VALUE: Final = (("decisions",), ("amount",))

Row = tuple[str, str, str, str]
"""A row of `findings` without its version: rule, severity, blame and detail."""


def report_of(db: sqlite3.Connection, version: str) -> Report:
    """Rebuild the report of a version from its rows. Raises KeyError where there is no such version."""
    head = db.execute(
        "SELECT v.*, r.* FROM versions AS v JOIN reports AS r USING (report) WHERE v.version = ?", (version,)
    ).fetchone()
    if head is None:
        raise KeyError(version)
    stored = figures.stored(db, version)
    notes = tuple(sorted((CellNote(*note) for note in stored["cells"]), key=repr))
    return Report(
        kind="report",
        title=head["title"],
        year=head["year"],
        issuer=Issuer(level="township", township_code=head["township_code"], county_code=head["county_code"]),
        form=head["form"],
        document_number=head["document_number"],
        signed_on=date.fromisoformat(head["signed_on"]) if head["signed_on"] else None,
        published_on=date.fromisoformat(head["claimed_on"]) if head["claimed_on"] else None,
        published_label=head["claimed_label"],
        sections=tuple(Section(*section) for section in sorted(stored["sections"])),
        tables={name: lines for table, name in TABLES.items() if (lines := _lines(table, stored[table], notes))},
        cells=notes,
        narrative=tuple(
            Figure(indicator, _number(value), unit, quote, section, start, end)
            for section, start, end, indicator, value, unit, quote in sorted(stored["figures"])
        ),
        findings=tuple(Finding(*finding) for finding in stored["findings"]),
        parser=head["parser"],
    )


def evaluate_version(db: sqlite3.Connection, version: str) -> bool:
    """Apply today's rules to one version; findings made while parsing stay. Returns whether a finding changed."""
    report = report_of(db, version)
    reevaluated = rules_module.reevaluate(report).findings
    across_documents = [
        finding for finding in report.findings if figures.spans_documents(finding.rule) and finding not in reevaluated
    ]
    return _replace_findings(db, version, report.findings, (*reevaluated, *across_documents))


def compare_years(db: sqlite3.Connection, township: str, years: Iterable[int]) -> None:
    """Recompute the findings between consecutive years wherever one of the two is among `years`."""
    rebuilt = cache(partial(report_of, db))  # with findings between years that may be old: no rule looks at them
    for later in sorted({year + after for year in years for after in (0, 1)}):
        versions = db.execute("SELECT version FROM versions WHERE report = ?", (f"{township}/{later}",)).fetchall()
        before = _current_version(db, township, later - 1) if versions else None
        if before is None:
            db.executemany(f"DELETE FROM findings WHERE version = ? AND rule GLOB '{figures.YEARS_PREFIX}*'", versions)
            continue
        previous_report = rebuilt(before)
        for (version,) in versions:
            report = rebuilt(version)
            of_year = [finding for finding in report.findings if not _of_years(finding.rule)]
            _replace_findings(
                db, version, report.findings, (*of_year, *rules_module.compare_years(previous_report, report))
            )


def evaluate_all(archive: Archive, now: datetime) -> int | None:
    """Apply the rules to all versions where they changed since the archive was last evaluated.

    Returns how many versions have other findings than before; None where the rules are the same.
    """
    rules = rules_version()
    if archive.one("SELECT 1 FROM evaluated WHERE rules = ?", rules):
        return None
    changed = 0
    for township, year in archive.rows("SELECT township_code, year FROM reports ORDER BY report"):
        with archive.transaction() as db:
            changed += _evaluate_report(db, township, year)
    with archive.transaction() as db:
        db.execute("DELETE FROM evaluated")
        db.execute("INSERT INTO evaluated VALUES (?, ?)", (rules, text(now)))
    return changed


def rules_version() -> str:
    """The name of today's rules: it changes whenever the version, severity or stage of one does."""
    packed = repr(sorted((rule.id, rule.version, rule.severity, rule.stage) for rule in rules_module.RULES)).encode()
    return blake2b(packed, digest_size=6).hexdigest()


def _evaluate_report(db: sqlite3.Connection, township: str, year: int) -> int:
    """How many of a report's versions have other findings than before."""
    report = f"{township}/{year}"
    versions = [version for (version,) in db.execute("SELECT version FROM versions WHERE report = ?", (report,))]
    before = {version: _findings(db, version) for version in versions}
    for version in versions:
        evaluate_version(db, version)
    compare_years(db, township, [year])
    after = {version: _findings(db, version) for version in versions}
    for version in versions:
        rules_before, rules_after = ([rule for rule, *_ in found[version]] for found in (before, after))
        figures.note_retroactive_findings(db, version, rules_before, rules_after)
    return sum(before[version] != after[version] for version in versions)


def _current_version(db: sqlite3.Connection, township: str, year: int) -> str | None:
    row = db.execute("SELECT version FROM reports WHERE township_code = ? AND year = ?", (township, year)).fetchone()
    return row[0] if row else None


def _of_years(rule: str) -> bool:
    return rule.startswith(figures.YEARS_PREFIX)


def _replace_findings(
    db: sqlite3.Connection, version: str, before: Sequence[Finding], after: Iterable[Finding]
) -> bool:
    rows = [_row(finding) for finding in after]
    if sorted(rows) == sorted(_row(finding) for finding in before):
        return False
    db.execute("DELETE FROM findings WHERE version = ?", (version,))
    db.executemany(
        "INSERT INTO findings (version, rule, severity, blame, detail) VALUES (?, ?, ?, ?, ?)",
        [(version, *row) for row in rows],
    )
    return True


def _findings(db: sqlite3.Connection, version: str) -> list[Row]:
    return sorted(tuple(row) for row in figures.stored(db, version)["findings"])


def _row(finding: Finding) -> Row:
    return finding.rule, finding.severity, finding.blame, finding.detail


def _lines(table: str, rows: figures.Rows, notes: Sequence[CellNote]) -> TableValues:
    """The lines of one table. A cell without a number was printed where a note says so; else it is absent."""
    noted = {(note.line, note.column) for note in notes if note.table == TABLES[table]}
    lines: dict[str, Line | Number | None] = {}
    for line, *values in sorted(rows, key=lambda row: str(row[0])):
        columns = figures.COLUMNS[table][1:]
        printed = {
            column: None if value is None else _number(value)
            for column, value in zip(columns, values, strict=True)
            if value is not None or (line, column) in noted
        }
        if table == "statistics" or (line, "") in noted or tuple(printed) in _ONE_VALUE:
            lines[line] = next(iter(printed.values()), None)
        else:
            lines[line] = printed
    return lines


def _number(value: float) -> Number:
    return int(value) if isinstance(value, float) and value.is_integer() else value
