"""Shares in percent, and when none is computed: of a handful a share says nothing. Pure."""

from __future__ import annotations

from typing import Final

from archive.reports.township_ranks import ENOUGH_DECIDED

ENOUGH_APPLICATIONS: Final = ENOUGH_DECIDED

ENOUGH_TOWNSHIPS: Final = 10
"""Townships with a proved verdict, below which no share of them is computed."""


def share(part: int | None, whole: int | None, enough: int) -> float | None:
    """`part` of `whole` in percent, to one decimal; None where one is unknown or there are fewer than `enough`."""
    return None if part is None or whole is None or whole < enough else round(100 * part / whole, 1)


def is_few(whole: int | None, enough: int) -> bool:
    """Whether no share is computed because there are too few: known, and fewer than `enough`."""
    return whole is not None and whole < enough
