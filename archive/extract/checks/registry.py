"""Which function checks which consistency rule: a check stands beside the rules that it is for.

    @checks("text.year")
    def _year(report: Report) -> Iterator[Broken]: ...

A check is given a reading, or two of consecutive years, and yields what breaks the rules. Checks run in the order in
which they are defined; their rules are described in `rules.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.extract.report.model import Report
from archive.extract.report.violation import Broken

Check = Callable[[Report], Iterator[Broken]]
YearsCheck = Callable[[Report, Report], Iterator[Broken]]

CHECKS: dict[Check, tuple[str, ...]] = {}
"""Checks of one reading, with the ids of their rules."""

YEARS_CHECKS: dict[YearsCheck, tuple[str, ...]] = {}
"""Checks of the former year's reading against the present one's, with the ids of their rules."""


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
