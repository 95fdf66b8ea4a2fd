"""A version's findings as a page shows them, in the visitor's language."""

from __future__ import annotations

from archive.drafts.finding_sentences import in_chinese
from archive.extract.report.model import Finding
from archive.reports.evaluation import report_of
from archive.web.ask import Ask, Row
from archive.web.language import current

_FINDINGS = (
    "SELECT f.*, j.says, j.person, j.at, j.note FROM findings AS f"
    " LEFT JOIN judged_findings AS j USING (version, rule)"
    " WHERE f.version = ? ORDER BY f.severity = 'info', f.severity = 'warning', f.finding"
)


async def of_version(ask: Ask, version: str) -> list[Row]:
    """The findings, errors first, each with what it says (`said`) in the visitor's language."""
    found = await ask.rows(_FINDINGS, version)
    if not found or current() == "en":
        return [row | {"said": row["detail"]} for row in found]
    report = await ask.read(lambda connection: report_of(connection, version))
    return [row | {"said": in_chinese(report, _finding(row))} for row in found]


def _finding(row: Row) -> Finding:
    return Finding(row["rule"], row["severity"], row["blame"], row["detail"])
