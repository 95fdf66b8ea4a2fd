"""A new consistency rule is an entry of rules.toml and a function; no list of either is kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.extract.checks import registry, rules
from archive.extract.report.model import Report, Section
from archive.extract.report.violation import Violation

ENTRY = """
[[rule]]
id = "text.exclamation"
severity = "info"
version = 1
text = "A report does not shout."
"""


@pytest.fixture
def exclamation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The entry at the end of rules.toml, and its check."""
    copy = tmp_path / "rules.toml"
    copy.write_text(rules.RULES_FILE.read_text("utf-8") + ENTRY, "utf-8")
    monkeypatch.setattr(registry, "CHECKS", dict(registry.CHECKS))
    monkeypatch.setattr(rules, "RULES", rules.load(copy))

    @registry.checks("text.exclamation")
    def _exclamation(reading: Report) -> Iterator[Violation]:
        for section in reading.sections:
            if "！" in section.text:
                yield Violation(
                    "text.exclamation", "text.exclamation", f"Section {section.number} shouts.", certain=False
                )

    for cached in (rules._by_id, rules._families, rules.explain):
        cached.cache_clear()
    yield
    for cached in (rules._by_id, rules._families, rules.explain):
        cached.cache_clear()


@pytest.mark.usefixtures("exclamation")
def test_a_new_rule_is_an_entry_and_a_function() -> None:
    report = Report("report", sections=(Section(1, "总体情况", "成绩突出！"),))
    (finding,) = [finding for finding in rules.evaluate(report) if finding.rule == "text.exclamation"]
    assert (finding.severity, finding.blame, finding.detail) == ("info", "unknown", "Section 1 shouts.")
    rule = rules.explain("text.exclamation")
    assert rule is not None
    assert rule.text == "A report does not shout."


def test_every_rule_of_the_evaluation_has_one_check_and_every_check_its_rules() -> None:
    described = sorted(rule.id for rule in rules.RULES if rule.stage == "evaluation")
    checked = sorted(
        id_
        for ids in (*registry.CHECKS.values(), *registry.YEARS_CHECKS.values(), *registry.UNITS_CHECKS.values())
        for id_ in ids
    )
    assert checked == described
