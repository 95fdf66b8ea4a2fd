"""What people say of findings: a report is wrong there, or it is not. Append-only; the last word counts.

A word holds for the content that was judged, however a later parser reads it, and ends where the publisher changes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.extract.report.model import Blame, Severity
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from archive.storage.instants import CHINA, text


class Says(StrEnum):
    """What a person says of a finding."""

    CONFIRMED = "confirmed"
    """The report is wrong there."""
    DISMISSED = "dismissed"
    """It is not: nobody is told of it any more."""
    WITHDRAWN = "withdrawn"
    """An earlier word counts no more."""


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding of a report's content in force, with the last word on it; `says` is None where nobody judged it."""

    report: str
    township: str
    version: str
    rule: str
    severity: Severity
    blame: Blame
    detail: str
    says: str | None
    person: str | None
    at: str | None
    note: str | None


_FINDINGS = """
SELECT c.report, c.township, f.version, f.rule, f.severity, f.blame, f.detail, j.says, j.person, j.at, j.note
FROM findings AS f JOIN current_versions AS c USING (version)
LEFT JOIN judged_findings AS j ON j.version = f.version AND j.rule = f.rule
WHERE (?1 IS NULL OR c.county_code = ?1) AND (?2 IS NULL OR c.year = ?2) AND (?3 IS NULL OR c.report = ?3)
ORDER BY c.report, f.severity = 'info', f.severity = 'warning', f.finding
"""


def findings(
    archive: Archive, *, county: str | None = None, year: int | None = None, report: str | None = None
) -> list[JudgedFinding]:
    """The findings of the contents in force, by report and severity, with what people said of them."""
    return [JudgedFinding(*row) for row in archive.rows(_FINDINGS, county, year, report)]


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of the findings that a report has by a rule."""

    report: str
    rule: str
    says: Says
    person: str
    note: str | None = None


def judge(archive: Archive, word: Word, now: datetime) -> Sequence[JudgedFinding]:
    """Store a word on a report's findings by one rule. Returns them as they were.

    Raises ArchiveError where the content in force has no such finding.
    """
    meant = [found for found in findings(archive, report=word.report) if found.rule == word.rule]
    if not meant:
        raise ArchiveError("wrong-no-finding", report=word.report, rule=word.rule)
    key = f"{now.astimezone(CHINA):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    detail = " ".join(found.detail for found in meant)
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, word.report, meant[0].version, word.rule, word.says, detail, word.person, text(now), word.note),
        )
    return meant
