"""Which function checks which consistency rule: a decorator names the rules that a check is for.

    @checks("text.year")
    def _year(report: Report) -> Iterator[Violation]: ...

A check takes a report, those of two consecutive years, or a county's and its townships', and yields the violations of
its rules. Checks run in the order in which they are defined; their rules are described in `rules.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from archive.extract.report.model import Report
from archive.extract.report.violation import Violation

Check = Callable[[Report], Iterator[Violation]]
YearsCheck = Callable[[Report, Report], Iterator[Violation]]
UnitsCheck = Callable[[Report, Sequence[Report]], Iterator[Violation]]

CHECKS: dict[Check, tuple[str, ...]] = {}
"""Checks of one report, with the ids of their rules."""

YEARS_CHECKS: dict[YearsCheck, tuple[str, ...]] = {}
"""Checks of a report against that of the previous year, with the ids of their rules."""

UNITS_CHECKS: dict[UnitsCheck, tuple[str, ...]] = {}
"""Checks of a county's report against those of all its townships, with the ids of their rules."""


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


def checks_units(*rules: str) -> Callable[[UnitsCheck], UnitsCheck]:
    """Make the decorated function, which is given a county's report and its townships', the check of these rules."""

    def register(check: UnitsCheck) -> UnitsCheck:
        UNITS_CHECKS[check] = rules
        return check

    return register
