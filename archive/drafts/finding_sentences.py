"""Stored findings in Chinese: a finding is stored with its rule and a detail in English.

In Chinese it is said by its rule's sentence with the numbers of the report, as `nianbao check` says it to a writer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from archive import messages
from archive.drafts import consistency, finding_arguments
from archive.drafts.draft import Draft
from archive.extract.checks import rules
from archive.extract.report.model import Finding, Report
from archive.reports.evaluation import report_of
from archive.reports.judgements import JudgedFinding
from archive.storage.database import Archive


def in_chinese(report: Report, finding: Finding) -> str:
    """The rule's sentence with the report's numbers; the stored detail where these cannot be computed again."""
    rule = rules.explain(finding.rule)
    if rule is None:
        return finding.detail
    args, _ = finding_arguments.of(Draft(report), finding, rule.id)
    try:
        said = messages.text(f"{consistency.code_of(rule.id)}-why", "zh", **args)
    except (KeyError, ValueError):
        return finding.detail
    return f"{said}{messages.text('page-report-printed', 'zh', printed=args['printed'])}" if "printed" in args else said


def of_version(db: sqlite3.Connection, version: str, findings: Sequence[Finding]) -> list[str]:
    """Findings of one version in Chinese."""
    report = report_of(db, version)
    return [in_chinese(report, finding) for finding in findings]


def judged_in_chinese(archive: Archive, found: Sequence[JudgedFinding]) -> list[JudgedFinding]:
    """Findings of an archive with their details in Chinese."""
    reports = {version: report_of(archive.connection, version) for version in {row.version for row in found}}
    stored = [(row, Finding(row.rule, row.severity, row.blame, row.detail)) for row in found]
    return [replace(row, detail=in_chinese(reports[row.version], finding)) for row, finding in stored]
