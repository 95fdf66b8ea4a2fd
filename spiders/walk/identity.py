"""What a title is taken for, as the spider needs it. The knowledge itself is passed in; this is its shape."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Protocol

from spiders.pages.items import LEVELS, TAKES, IdentifiedLink, Level, Takes
from spiders.pages.links import CUT
from spiders.pages.page import Link


class Issuer(Protocol):
    """Who issued a document: a township with its code, or a body of another level, by name."""

    @property
    def level(self) -> str:
        """One of `spiders.pages.items.LEVELS`."""

    @property
    def township_code(self) -> str | None:
        """The nine digits of a township, None for anyone else."""

    @property
    def name(self) -> str | None:
        """The name as the title has it."""


class Identity(Protocol):
    """What a link is taken for. `issuer` is None where the title names nobody."""

    @property
    def kind(self) -> str:
        """One of `spiders.pages.items.TAKES`, or a kind that no link can have."""

    @property
    def year(self) -> int | None:
        """The reporting year."""

    @property
    def issuer(self) -> Issuer | None:
        """Who issued what it leads to."""


class Identify(Protocol):
    """Says what a link is."""

    def __call__(self, title: str, url: str, county_code: str) -> Identity:
        """The identity behind a title and an address."""


class TownshipNames(Protocol):
    """Names the townships of a county."""

    def __call__(self, county_code: str) -> Set[str]:
        """The names, without the county's."""


_CORE = "政府信息公开工作年度报告"
_YEAR_END = re.compile(r"(?:19|20)\d\d年?度?$")


def completed(title: str) -> str | None:
    """What a title that its list shows only in part (`…镇2025年政府信…`) would be if it were a report's.

    None where it is not cut, or where it breaks off neither within the words of a report nor behind a year.
    """
    stem = CUT.sub("", title)
    if stem == title:
        return None
    if _YEAR_END.search(stem):
        return stem + _CORE
    for start in range(len(_CORE) - 1):
        length = next((n for n in range(len(_CORE) - start, 1, -1) if stem.endswith(_CORE[start : start + n])), 0)
        if length:
            return stem + _CORE[start + length :]
    return None


def identified(link: Link, identify: Identify, county_code: str) -> IdentifiedLink:
    """The link with what it is taken for. Kinds no link can have count as `other`; unknown levels raise ValueError."""
    found = identify(link.title, link.url, county_code)
    if found.kind == "other" and (whole := completed(link.title)):
        guessed = identify(whole, link.url, county_code)
        if guessed.kind == "report" and (guessed.issuer is None or guessed.issuer.level in ("township", "unknown")):
            return IdentifiedLink(link, "report")  # what it is in truth, its page tells
    issuer = found.issuer
    if issuer is None:
        return IdentifiedLink(link, _takes(found.kind), year=found.year)
    return IdentifiedLink(
        link, _takes(found.kind), _level(issuer.level, link.title), found.year, issuer.township_code, issuer.name
    )


def _takes(kind: str) -> Takes:
    return next((known for known in TAKES if known == kind), "other")


def _level(level: str, title: str) -> Level:
    for known in LEVELS:
        if known == level:
            return known
    raise ValueError(f"identification gives the unknown level {level!r} for {title!r}")
