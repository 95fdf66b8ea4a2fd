"""A version's findings as a page shows them.

A finding is stored with its rule and a detail in English. In Chinese it is said by its rule's sentence with the numbers
of the report, as `nianbao check` says it to a writer.
"""

from __future__ import annotations

from archive import messages
from archive.drafts import consistency, finding_arguments
from archive.drafts.draft import Draft
from archive.extract.checks import rules
from archive.extract.report.model import Finding, Report
from archive.reports.evaluation import report_of
from archive.web.ask import Ask, Row
from archive.web.language import current, t

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
    return [row | {"said": _in_chinese(report, row)} for row in found]


def _in_chinese(report: Report, row: Row) -> str:
    """The rule's sentence with the report's numbers; the stored detail where these cannot be computed again."""
    finding = Finding(row["rule"], row["severity"], row["blame"], row["detail"])
    rule = rules.explain(finding.rule)
    if rule is None:
        return str(row["detail"])
    args, _ = finding_arguments.of(Draft(report), finding, rule.id)
    try:
        said = messages.text(f"{consistency.code_of(rule.id)}-why", "zh", **args)
    except (KeyError, ValueError):
        return str(row["detail"])
    return f"{said}{t('page-report-printed', printed=args['printed'])}" if "printed" in args else said
