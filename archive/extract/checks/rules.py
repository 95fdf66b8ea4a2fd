"""The rules that a report must obey, and what of a reading breaks them.

Every rule is described in `rules.toml`; the checks are functions of `arithmetic`, `wording` and `succession` under the
decorators of `registry`, and run in this order. Evaluation is a function of a reading alone, so that an archive can
evaluate again without reading again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from archive.extract.checks import arithmetic, registry, text_consistency, year_to_year
from archive.extract.report.model import Blame, Finding, Report, Severity
from archive.extract.report.violation import Broken, Place
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


CHECKED_IN = (arithmetic, text_consistency, year_to_year)
"""The modules whose import registers the checks."""

_OF_OTHER_LINES = frozenset({"<table>.lines_missing", "disclosure.unlabelled_rows"})
"""What is noticed of lines that are not there casts no doubt on those that are."""


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
def _patterns() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(re.sub(r"<\w+>", "[^.]+", rule.id.replace(".", r"\."))), rule) for rule in RULES)


@lru_cache(maxsize=1024)
def explain(rule: str) -> Rule | None:
    """The rule that a finding's name belongs to; None for a name that no rule has."""
    return next((known for pattern, known in _patterns() if pattern.fullmatch(rule)), None)


def evaluate(reading: Report) -> tuple[Finding, ...]:
    """What breaks the rules. What was noticed while reading is not repeated; it tells whose fault they are."""
    if reading.kind != "report":
        return ()
    return _findings(reading, (broken for check in registry.CHECKS for broken in check(reading)))


def reevaluate(reading: Report) -> Report:
    """The reading with its findings evaluated anew; what was noticed while reading stays."""
    noticed = tuple(f for f in reading.findings if (rule := explain(f.rule)) is None or rule.stage == "reading")
    kept = replace(reading, findings=noticed) if len(noticed) < len(reading.findings) else reading
    found = evaluate(kept)
    return replace(kept, findings=(*noticed, *found)) if found else kept


def compare_years(previous: Report, current: Report) -> tuple[Finding, ...]:
    """What does not follow from one year's report to the next one's, which the caller must hand over in this order."""
    doubts = _doubts(previous) | _doubts(current)
    return tuple(
        _finding(broken, doubts, frozenset()) for check in registry.YEARS_CHECKS for broken in check(previous, current)
    )


def _findings(reading: Report, broken: Iterable[Broken]) -> tuple[Finding, ...]:
    doubts = _doubts(reading)
    remarks = frozenset((note.table, note.line) for note in reading.cells if note.state == "annotated")
    return tuple(_finding(one, doubts, remarks) for one in broken)


def _finding(broken: Broken, doubts: frozenset[Place], remarks: frozenset[Place]) -> Finding:
    return Finding(broken.name, _by_id()[broken.rule].severity, _blame(broken, doubts, remarks), broken.detail)


def _blame(broken: Broken, doubts: frozenset[Place], remarks: frozenset[Place]) -> Blame:
    """The reading's where a touched line was read with doubt, the source's where all were certain."""
    if any(place in doubts or (place[0], "") in doubts for place in broken.places):
        return "reading"
    return "unknown" if any(place in remarks for place in broken.places) or not broken.certain else "source"


def _doubts(reading: Report) -> frozenset[Place]:
    """The lines that were read with doubt, as (table, line); line "" for a whole table."""
    doubts: set[Place] = set()
    for finding in reading.findings:
        rule = explain(finding.rule)
        if finding.blame != "reading" or finding.severity == "info" or rule is None or rule.stage != "reading":
            continue
        if rule.id in _OF_OTHER_LINES:
            continue
        parts = finding.rule.split(".")
        doubts.add((parts[0], parts[1] if len(parts) > 2 else "") if parts[0] != "readers" else (parts[1], parts[-1]))
    return frozenset(doubts)
