"""The consistency rules that a report must obey, and the findings where it breaks them.

Every rule is described in `rules.toml`; the checks are the functions of `arithmetic`, `text_consistency`,
`form_usage`, `year_to_year` and `county_and_units` with a decorator of `registry`, and run in this order. Evaluation is
a function of a report alone, so that an archive can evaluate again without reading the document again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from archive import patterns
from archive.extract.checks import arithmetic, county_and_units, form_usage, registry, text_consistency, year_to_year
from archive.extract.report.model import Blame, Finding, Report, Severity
from archive.extract.report.violation import LineRef, Violation
from archive.storage import toml

Stage = Literal["reading", "evaluation"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by the pattern of its name; names in angle brackets stand for a table, line, column or number."""

    id: str
    severity: Severity
    version: int
    text: str
    stage: Stage = "evaluation"


CHECKED_IN = (arithmetic, text_consistency, form_usage, year_to_year, county_and_units)
"""The modules whose import registers the checks."""

_ABOUT_ABSENT_LINES = frozenset({"<table>.lines_missing", "disclosure.unlabelled_rows"})
"""Findings about absent lines do not make the present lines uncertain."""


def load(path: Path) -> tuple[Rule, ...]:
    """The rules of a file like `rules.toml`. Raises ValueError."""
    place = toml.Place(path, ValueError)
    rows = toml.tables(toml.read(path, ValueError, "rules", missing="add it"), "rule", place)
    return tuple(toml.build(Rule, row, place) for row in rows)


RULES_FILE = Path(__file__).with_name("rules.toml")
RULES: tuple[Rule, ...] = load(RULES_FILE)


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in RULES}


@cache
def _families() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    """The rules that have a name for each table, line, column or number, with the pattern of these names."""
    families = (rule for rule in RULES if "<" in rule.id)
    return tuple(
        (patterns.lazy(re.sub(r"<\w+>", "[^.]{1,99}", rule.id.replace(".", r"\."))), rule) for rule in families
    )


@lru_cache(maxsize=1024)
def explain(rule: str) -> Rule | None:
    """The rule that a finding's name belongs to; None for a name that no rule has."""
    return _by_id().get(rule) or next((known for names, known in _families() if names.fullmatch(rule)), None)


def evaluate(report: Report) -> tuple[Finding, ...]:
    """Findings for broken rules; () for no report. Findings of the reading stage only decide whose fault they are."""
    if report.kind != "report":
        return ()
    return _findings(report, (broken for check in registry.CHECKS for broken in check(report)))


def reevaluate(report: Report) -> Report:
    """The report with the findings of evaluation computed anew, and those of the reading stage unchanged."""
    noticed = tuple(f for f in report.findings if (rule := explain(f.rule)) is None or rule.stage == "reading")
    without_evaluated = replace(report, findings=noticed) if len(noticed) < len(report.findings) else report
    found = evaluate(without_evaluated)
    return replace(without_evaluated, findings=(*noticed, *found)) if found else without_evaluated


def compare_years(previous: Report, current: Report) -> tuple[Finding, ...]:
    """Findings where the report of one year contradicts that of the year before."""
    uncertain = _uncertain_lines(previous) | _uncertain_lines(current)
    return tuple(
        _finding(broken, uncertain, frozenset())
        for check in registry.YEARS_CHECKS
        for broken in check(previous, current)
    )


def compare_units(county: Report, units: Sequence[Report]) -> tuple[Finding, ...]:
    """Findings where a county's report contradicts those of its townships; `units` are the reports of all of them."""
    uncertain = _uncertain_lines(county).union(*map(_uncertain_lines, units))
    return tuple(
        _finding(broken, uncertain, frozenset())
        for check in registry.UNITS_CHECKS
        for broken in (check(county, units) if units else ())
    )


def _findings(report: Report, broken: Iterable[Violation]) -> tuple[Finding, ...]:
    uncertain = _uncertain_lines(report)
    remarks = frozenset((note.table, note.line) for note in report.cells if note.state == "annotated")
    return tuple(_finding(violation, uncertain, remarks) for violation in broken)


def _finding(broken: Violation, uncertain: frozenset[LineRef], remarks: frozenset[LineRef]) -> Finding:
    return Finding(broken.name, _by_id()[broken.rule].severity, _blame(broken, uncertain, remarks), broken.detail)


def _blame(broken: Violation, uncertain: frozenset[LineRef], remarks: frozenset[LineRef]) -> Blame:
    """`reading` where one of the lines was read with uncertainty, `source` where all numbers are certain."""
    if any(line in uncertain or (line[0], "") in uncertain for line in broken.places):
        return "reading"
    return "unknown" if any(place in remarks for place in broken.places) or not broken.certain else "source"


def _uncertain_lines(report: Report) -> frozenset[LineRef]:
    """The lines that were read with uncertainty, as (table, line); line "" for a whole table."""
    uncertain: set[LineRef] = set()
    for finding in report.findings:
        rule = explain(finding.rule)
        if finding.blame != "reading" or finding.severity == "info" or rule is None or rule.stage != "reading":
            continue
        if rule.id in _ABOUT_ABSENT_LINES:
            continue
        parts = finding.rule.split(".")
        uncertain.add(
            (parts[0], parts[1] if len(parts) > 2 else "") if parts[0] != "readers" else (parts[1], parts[-1])
        )
    return frozenset(uncertain)
