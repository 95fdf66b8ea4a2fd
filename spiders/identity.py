"""What a title is taken for, as the spider needs it. The knowledge itself is passed in; this is its shape."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Protocol

from spiders.items import LEVELS, TAKES, IdentifiedLink
from spiders.page import Link


class Identify(Protocol):
    """Says what a link is. The answer has `kind`, `year`, and `issuer` with `level`, `township_code` and `name`."""

    def __call__(self, title: str, url: str, county_code: str) -> Any:
        """The identity behind a title and an address."""


class TownshipNames(Protocol):
    """Names the townships of a county."""

    def __call__(self, county_code: str) -> Set[str]:
        """The names, without the county's."""


def identified(link: Link, identify: Identify, county_code: str) -> IdentifiedLink:
    """The link with what it is taken for. Kinds no link can have count as `other`; unknown levels raise ValueError."""
    found = identify(link.title, link.url, county_code)
    if found.issuer is None:
        return IdentifiedLink(link, found.kind if found.kind in TAKES else "other", year=found.year)
    if found.issuer.level not in LEVELS:
        raise ValueError(f"identification gives the unknown level {found.issuer.level!r} for {link.title!r}")
    return IdentifiedLink(
        link,
        found.kind if found.kind in TAKES else "other",
        found.issuer.level,
        found.year,
        found.issuer.township_code,
        found.issuer.name,
    )
