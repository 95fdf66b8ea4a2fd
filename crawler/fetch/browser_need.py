"""Whether a page, fetched as it is, leaves a browser something to find: it shows nothing of what was asked for, and has
scripts.

Pure. Knows what families made of the page; refuses to know whether there is a browser, and what it showed before.
"""

from __future__ import annotations

from collections.abc import Set

from spiders.pages.page import Landing, Page
from spiders.walk import discovery

RENDERED = {"portal", "listing", "report"}
"""Kinds of request that a browser may answer. Files never: they are fetched as they are."""


def needs(page: Page, landing: Landing, kind: str, *, given: bool = False, townships: Set[str] = frozenset()) -> bool:
    """Whether only scripts can show what the page was asked for.

    `given` says that the site's row names the page. A page of no certain kind has to be about annual reports and lead
    nowhere by itself (no article, no columns, no years or townships): a home page's scripts are not our business.
    """
    if not scripted(page):
        return False
    if kind == "report":
        return landing.article is None
    if landing.listing is not None:
        return not landing.listing.items and landing.listing.next is None and landing.listing.declared_items != 0
    if kind == "listing":
        return True
    if landing.article is not None or landing.columns or discovery.onward_addresses(page):
        return False
    leads = discovery.rank(page, townships=townships, reports=True)
    if discovery.about(page):
        return not any(lead.branch for lead in leads)
    return given and not leads


def shows(landing: Landing) -> bool:
    """Whether a page shows any of what browsers are asked for."""
    return (
        bool(landing.columns)
        or landing.article is not None
        or (landing.listing is not None and bool(landing.listing.items or landing.listing.next))
    )


def scripted(page: Page) -> bool:
    """Whether a page runs scripts that could make its content."""
    kinds = (node.attributes.get("type") or "" for node in page.tree.css("script"))
    return any(not kind or "javascript" in kind or kind == "module" for kind in kinds)
