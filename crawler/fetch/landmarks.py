"""The landmarks by which a page is known for what was requested. Pure."""

from __future__ import annotations

from crawler.fetch.response_verdict import shows_data
from crawler.fetch.robots import shows_rules
from spiders.pages.page import FetchKind, Landing, Page

Landed = tuple[Page, Landing]
"""A page and what it turned out to be."""


def has_landmark(kind: str, landing: Landing, text: str) -> bool:
    """Whether the page shows the landmark of what such a request is for."""
    if kind == "robots":
        return shows_rules(text)
    if kind == "listing":
        return landing.listing is not None
    if kind in ("report", "attachment"):
        return landing.article is not None
    return landing.listing is not None or landing.article is not None or bool(landing.columns) or text.count("<a ") > 2


def is_usable_part(part: str, landing: Landing, text: str) -> bool:
    """Whether a response can be used to render a page; `document` is the page itself, else a script's request."""
    return has_landmark("portal", landing, text) if part == "document" else shows_data(text)


def kind_of_landing(landing: Landing, asked: FetchKind) -> FetchKind:
    """The kind of an undecided request, by what its page turned out to be."""
    if landing.listing is not None:
        return "listing"
    return "report" if landing.article is not None else asked
