"""Which function checks which consistency rule: a decorator names the rules that a check is for.

    @checks("text.year")
    def _year(report: Report) -> Iterator[Violation]: ...

A check takes a report, or those of two consecutive years, and yields the violations of its rules. Checks run in the
order in which they are defined; their rules are described in `rules.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.extract.report.model import Report
from archive.extract.report.violation import Violation

Check = Callable[[Report], Iterator[Violation]]
YearsCheck = Callable[[Report, Report], Iterator[Violation]]

CHECKS: dict[Check, tuple[str, ...]] = {}
"""Checks of one report, with the ids of their rules."""

YEARS_CHECKS: dict[YearsCheck, tuple[str, ...]] = {}
"""Checks of a report against that of the previous year, with the ids of their rules."""


def checks(*rules: str) -> Callable[[Check], Check]:
    """Make the decorated function the check of these rules."""

    def register(check: Check) -> Check:
        CHECKS[check] = rules
        return check

    return register


def checks_years(*rules: str) -> Callable[[YearsCheck], YearsCheck]:
    """Make the decorated function, which is given two consecutive years, the check of these rules."""

    def register(check: YearsCheck) -> YearsCheck:
        YEARS_CHECKS[check] = rules
        return check

    return register
