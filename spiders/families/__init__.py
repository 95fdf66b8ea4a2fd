"""The CMS families: which platform made a page, and what the page shows. One module for each family.

A page is recognised by a landmark: something that only pages of its family and kind contain. A page without any
landmark is neither a list nor an article.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from spiders.families import (
    annual,
    asp,
    empty,
    generic,
    gkmlpt,
    hanweb,
    interfaces,
    jpaas,
    leaf,
    lonsun,
    manuscripts,
    pagers,
    trs,
    ucap,
    vsb,
    was,
)
from spiders.pages.page import Landing, Listing, Page


class Family(Protocol):
    """What a family's module offers: its name in `sites.toml`, and what it makes of a page."""

    name: str

    def land(self, page: Page) -> Landing | None:
        """The list or article that the page is, by a landmark of this family; None where it has none."""


FAMILIES: tuple[Family, ...] = (
    annual,
    jpaas,
    gkmlpt,
    manuscripts,
    interfaces,
    was,
    hanweb,
    lonsun,
    vsb,
    ucap,
    trs,
    leaf,
    asp,
    generic,
)
"""From the most specific to the most general: the first family that recognises a page wins."""

NAMES: tuple[str, ...] = tuple(family.name for family in FAMILIES)


class UnknownFamilyError(LookupError):
    """A name that no family has; the message lists the existing names."""


def by_name(name: str) -> Family:
    """The family of that name; raises UnknownFamilyError."""
    for family in FAMILIES:
        if family.name == name:
            return family
    raise UnknownFamilyError(f"no CMS family {name!r}; known are {', '.join(NAMES)}")


def land(page: Page, family: str = "auto") -> Landing:
    """Recognise a page. A family given by name is tried first, then all in order, as sites mix platforms.

    A column that no family recognises may be empty. A page without a landmark gives an empty Landing. Raises
    UnknownFamilyError.
    """
    first = () if family == "auto" else (by_name(family),)
    for candidate in (*first, *FAMILIES):
        landing: Landing | None = candidate.land(page)
        if landing is not None:
            return _with_scripted_counts(page, landing)
    return empty.land(page) or Landing()


def _with_scripted_counts(page: Page, landing: Landing) -> Landing:
    """The landing with totals from the page's scripts, for a list without a next page that states no totals itself.

    Where only a click turns to a next page, that is the page that follows, whatever the family: a site may draw its own
    pager.
    """
    listing = landing.listing
    if listing is None or listing.next:
        return landing
    is_stated = (listing.declared_items, listing.declared_pages) != (None, None)
    if not is_stated:
        items, pages = pagers.declared_by_scripts(page)
        listing = replace(listing, declared_items=items, declared_pages=pages)
    turned = None if page.is_data or _is_last(listing) else pagers.next_by_script(page)
    if turned or not is_stated:
        is_stated = (listing.declared_items, listing.declared_pages) != (None, None)
        unread = None if is_stated or turned else pagers.find_unread_rest(page)
        listing = replace(listing, next=turned, unread=unread)
    return replace(landing, listing=listing)


def _is_last(listing: Listing) -> bool:
    """Whether a list's totals say that no page follows this one."""
    return listing.declared_items == len(listing.items) or (
        listing.declared_pages is not None and (listing.page_number or 1) >= listing.declared_pages
    )
