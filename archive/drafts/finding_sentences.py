"""Stored findings in Chinese: a finding is stored with its rule and a detail in English.

In Chinese it is said by its rule's sentence with the numbers of the report, as `nianbao check` says it to a writer.
"""

from __future__ import annotations

from archive import messages
from archive.drafts import consistency, finding_arguments
from archive.drafts.draft import Draft
from archive.extract.checks import rules
from archive.extract.report.model import Finding, Report


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
