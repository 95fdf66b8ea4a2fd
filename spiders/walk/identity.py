"""How the spider identifies links by their titles. The identification itself is passed in; this is its interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from spiders.pages.items import DOUBTS, LEVELS, LINK_KINDS, Doubt, IdentifiedLink, Level, LinkKind
from spiders.pages.links import TRUNCATED
from spiders.pages.page import Link


class IssuerLike(Protocol):
    """Who issued a document: a township with its code, or a body of another level, by name."""

    @property
    def level(self) -> str:
        """One of `spiders.pages.items.LEVELS`."""

    @property
    def township_code(self) -> str | None:
        """The nine digits of a township, None for anyone else."""

    @property
    def name(self) -> str | None:
        """The name as the title states it."""


class IdentityLike(Protocol):
    """What a title identifies. `issuer` is None where the title names no issuer."""

    @property
    def kind(self) -> str:
        """One of `spiders.pages.items.TAKES`, or a kind that no link can have."""

    @property
    def year(self) -> int | None:
        """The reporting year."""

    @property
    def issuer(self) -> IssuerLike | None:
        """The issuer of the link's target."""

    @property
    def concerns(self) -> tuple[str, ...]:
        """The codes of the county's units whose report it may be."""

    @property
    def doubt(self) -> str | None:
        """One of `spiders.pages.items.DOUBTS`: why the title does not tell whose report it is or for which year."""


class Identify(Protocol):
    """Identifies a link."""

    def __call__(self, title: str, url: str, county_code: str) -> IdentityLike:
        """The identity behind a title and an address."""


class Townships(Protocol):
    """Gives the townships of a county."""

    def __call__(self, county_code: str) -> Mapping[str, str]:
        """The townships' codes by their names, which are without the county's."""


_CORE = "政府信息公开工作年度报告"
_YEAR_END = re.compile(r"(?:19|20)\d\d年?度?$")


def completed_title(title: str) -> str | None:
    """The full title of a report whose list cuts it off (`…镇2025年政府信…`), assuming that it is a report.

    None where the title is not cut off, or is cut off neither within a report's usual title nor after a year.
    """
    stem = TRUNCATED.sub("", title)
    if stem == title:
        return None
    if _YEAR_END.search(stem):
        return stem + _CORE
    for start in range(len(_CORE) - 1):
        length = next((n for n in range(len(_CORE) - start, 1, -1) if stem.endswith(_CORE[start : start + n])), 0)
        if length:
            return stem + _CORE[start + length :]
    return None


def identified_link(link: Link, identify: Identify, county_code: str) -> IdentifiedLink:
    """The link, identified. A kind that no link can have counts as `other`; an unknown level raises ValueError."""
    found = identify(link.title, link.url, county_code)
    if found.kind == "other" and TRUNCATED.search(link.title):
        return _cut_off(link, found, identify, county_code)
    issuer = found.issuer
    named = (_level(issuer.level, link.title), issuer.township_code, issuer.name) if issuer else ("unknown", None, None)
    level, township_code, name = named
    kind, doubt = _link_kind(found.kind), _doubt(found.doubt)
    return IdentifiedLink(link, kind, level, found.year, township_code, name, found.concerns, doubt)


def _cut_off(link: Link, found: IdentityLike, identify: Identify, county_code: str) -> IdentifiedLink:
    """A link whose title its list cuts off and which tells no more than whom it names; its page has the full title."""
    whole = completed_title(link.title)
    guessed = identify(whole, link.url, county_code) if whole else None
    if guessed and guessed.kind == "report" and (not guessed.issuer or guessed.issuer.level in ("township", "unknown")):
        return IdentifiedLink(link, "report", concerns=guessed.concerns, doubt="cut_off")
    return IdentifiedLink(link, "other", year=found.year, concerns=found.concerns, doubt="cut_off")


def _link_kind(kind: str) -> LinkKind:
    return next((known for known in LINK_KINDS if known == kind), "other")


def _level(level: str, title: str) -> Level:
    for known in LEVELS:
        if known == level:
            return known
    raise ValueError(f"identification gives the unknown level {level!r} for {title!r}")


def _doubt(doubt: str | None) -> Doubt | None:
    return next((known for known in DOUBTS if known == doubt), None)
