"""Whether a page has to be rendered in a browser: it shows nothing of what was requested, and has scripts.

Pure. Knows what the CMS families recognised in the page; not whether there is a browser, or what it showed before.
"""

from __future__ import annotations

from collections.abc import Set

from spiders.pages.page import Landing, Page
from spiders.walk import discovery

RENDERED = {"portal", "listing", "report"}
"""Kinds of request whose page may be rendered. Files never are: they are fetched as they are."""


def needs_browser(
    page: Page, landing: Landing, kind: str, *, is_configured: bool = False, townships: Set[str] = frozenset()
) -> bool:
    """Whether only scripts can show what the page was requested for.

    `is_configured` says that the site's row names the page. A page of undecided kind has to be about annual reports and
    lead nowhere by itself (no article, columns, years or townships): home pages are not rendered.
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
    return is_configured and not leads


def shows_content(landing: Landing) -> bool:
    """Whether a page shows columns, an article, or a list with items or a next page."""
    return (
        bool(landing.columns)
        or landing.article is not None
        or (landing.listing is not None and bool(landing.listing.items or landing.listing.next))
    )


def scripted(page: Page) -> bool:
    """Whether a page runs scripts that could make its content."""
    kinds = (node.attributes.get("type") or "" for node in page.tree.css("script"))
    return any(not kind or "javascript" in kind or kind == "module" for kind in kinds)
