"""Findings of the archive's consistency rules as remarks for the writer: with weights of their own, and no blame.

A published report is given the benefit of the doubt; a draft's writer can simply look. So a finding about which the
archive blames nobody still becomes a remark, and one that blames the reading asks for a look only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.drafts import finding_arguments
from archive.drafts.draft import Draft
from archive.drafts.registry import CODE
from archive.drafts.remark import Remark, Weight
from archive.extract.checks import rules
from archive.extract.report.model import Finding

_BY_SEVERITY: Final = {"error": Weight.CORRECT, "warning": Weight.CONFIRM, "info": Weight.IMPROVE}
_OWN_WEIGHT: Final = {
    "sections.<number>.missing": Weight.CORRECT,
    "text.placeholder": Weight.CORRECT,
    "text.accountability": Weight.CONFIRM,
    "years.disclosure.<line>.in_force": Weight.CONFIRM,
    "units.<table>.sum": Weight.CONFIRM,
    "disclosure.regulations.township": Weight.CONFIRM,
    "disclosure.fees.scale": Weight.CONFIRM,
    "text.outcomes.<what>": Weight.CONFIRM,
    "text.carried.<what>": Weight.CONFIRM,
    "text.applicants.<what>": Weight.CONFIRM,
    "text.parts": Weight.CONFIRM,
    "sections.ordinals": Weight.CONFIRM,
    "tables.missing": Weight.CONFIRM,
    "<table>.lines_missing": Weight.CONFIRM,
    "<table>.<line>.label": Weight.IMPROVE,
    "<table>.<line>.unreadable": Weight.CONFIRM,
    "<table>.<line>.printed_twice": Weight.CONFIRM,
    "disclosure.<line>.unit": Weight.CONFIRM,
    "applications.columns_missing": Weight.CONFIRM,
    "identity.issuer.ambiguous": Weight.IMPROVE,
    "identity.issuer.corrected": Weight.CONFIRM,
    "identity.issuer.disagrees": Weight.CONFIRM,
    "identity.issuer.former_kind": Weight.CONFIRM,
    "identity.issuer.unlisted": Weight.IMPROVE,
    "identity.year.disagrees": Weight.CONFIRM,
}
"""The weight of a rule in a draft where it is not that of the finding's severity."""

COVERED: Final = frozenset({"applications.blank_cells"})
"""Rules in whose place a drafting rule says more."""

FALLBACK: Final = "draft-finding"
"""The code of a finding whose rule has no sentence for writers yet."""


def remarks(draft: Draft) -> Iterator[Remark]:
    """A remark for each finding of the report, and for each where it contradicts the year before or its units."""
    findings = draft.report.findings
    if draft.previous is not None and draft.follows_previous:
        findings = (*findings, *rules.compare_years(draft.previous, draft.report))
    if draft.report.kind == "report":
        findings = (*findings, *rules.compare_units(draft.report, draft.units))
    for finding in dict.fromkeys(findings):
        rule = rules.explain(finding.rule)
        pattern = rule.id if rule else finding.rule
        if pattern not in COVERED:
            yield _remark(draft, finding, rule, pattern)


def code_of(pattern: str) -> str:
    """The id of a rule's sentence in the catalogue."""
    return CODE.format(re.sub(r"[<>]", "", pattern).replace(".", "-").replace("_", "-"))


def _remark(draft: Draft, finding: Finding, rule: rules.Rule | None, pattern: str) -> Remark:
    args, place = finding_arguments.of(draft, finding, pattern)
    args |= {"detail": finding.detail, "explained": rule.text if rule else ""}
    return Remark(finding.rule, code_of(pattern), _weight(finding, rule), args, place)


def _weight(finding: Finding, rule: rules.Rule | None) -> Weight:
    own = _OWN_WEIGHT.get(rule.id) if rule else None
    if own is not None and (finding.blame != "reading" or (rule is not None and rule.stage == "reading")):
        return own
    return Weight.UNREAD if finding.blame == "reading" else _BY_SEVERITY[finding.severity]


def patterns() -> tuple[str, ...]:
    """The rules that need sentences for writers."""
    return tuple(rule.id for rule in rules.RULES if rule.id not in COVERED)
