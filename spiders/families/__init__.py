"""The CMS families: which platform made a page, and what it shows. One module for each.

A page is recognised by what it positively shows, a landmark that only such a page has; what shows none is nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from spiders.families import (
    annual,
    asp,
    generic,
    gkmlpt,
    hanweb,
    jpaas,
    leaf,
    lonsun,
    manuscripts,
    pagers,
    trs,
    ucap,
    vsb,
)
from spiders.pages.page import Landing, Page


class Family(Protocol):
    """What a family's module offers: its name in `sites.toml`, and what it makes of a page."""

    name: str

    def land(self, page: Page) -> Landing | None:
        """The list or article that the page is, by a landmark of this family; None where it shows none."""


FAMILIES: tuple[Family, ...] = (
    annual,
    jpaas,
    gkmlpt,
    manuscripts,
    hanweb,
    lonsun,
    vsb,
    ucap,
    trs,
    leaf,
    asp,
    generic,
)
"""From the most particular to the most general: the first that recognises a page has it."""

NAMES: tuple[str, ...] = tuple(family.name for family in FAMILIES)


class UnknownFamilyError(LookupError):
    """A family's name that no module has; the message lists those that exist."""


def by_name(name: str) -> Family:
    """The family of that name; raises UnknownFamilyError."""
    for family in FAMILIES:
        if family.name == name:
            return family
    raise UnknownFamilyError(f"no CMS family {name!r}; known are {', '.join(NAMES)}")


def land(page: Page, family: str = "auto") -> Landing:
    """What a page is. A family given by name is asked first, then the others, as sites mix platforms.

    A page that shows no landmark gives a Landing with nothing. Raises UnknownFamilyError.
    """
    first = () if family == "auto" else (by_name(family),)
    for one in (*first, *FAMILIES):
        landing: Landing | None = one.land(page)
        if landing is not None:
            return _declared(page, landing)
    return Landing()


def _declared(page: Page, landing: Landing) -> Landing:
    """The landing with what scripts say of its list, where the list is at its end and says nothing of its length."""
    listing = landing.listing
    if listing is None or listing.next or (listing.declared_items, listing.declared_pages) != (None, None):
        return landing
    items, pages = pagers.scripted(page)
    told = (items, pages) != (None, None)
    unread = None if told else pagers.unread(page)
    return replace(landing, listing=replace(listing, declared_items=items, declared_pages=pages, unread=unread))
