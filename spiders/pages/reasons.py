"""Why a list was not read completely, and why a request failed: codes with the arguments of their sentences.

The spider yields codes; the sentence is made where they are stored or shown. The archive has the same codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ListReason(StrEnum):
    """Why a list was not read completely."""

    ITEMS_NOT_LOADED = "items_not_loaded"
    """The page is a shell whose items come from another address, which returned none."""
    PAGE_NUMBER_DIFFERS = "page_number_differs"
    """Page `number` states that it is page `stated`."""
    TOO_MANY_PAGES = "too_many_pages"
    """The list has more than `most` pages."""
    PAGE_REPEATED = "page_repeated"
    """Page `number` shows the items of page `earlier`."""
    FEWER_PAGES_THAN_DECLARED = "fewer_pages_than_declared"
    """The list ends after page `number` of `declared`."""
    FEWER_ITEMS_THAN_DECLARED = "fewer_items_than_declared"
    """The pages show `shown` of `declared` items."""
    PAGE_EMPTY = "page_empty"
    """Page `number` shows no items."""
    NEXT_PAGE_BEHIND_SCRIPT = "next_page_behind_script"
    """The control for the next page has no address, only a script."""
    NO_LINK_TO_NEXT_PAGE = "no_link_to_next_page"
    """Another page is linked as the last one, and none as the next."""
    MORE_ON_CLICK = "more_on_click"
    """Further items are only loaded on a click."""
    PAGES_WITHOUT_ADDRESS = "pages_without_address"
    """No address leads to what follows page `page` (`unknown` where it has no number) of `last`."""
    PAGE_NOT_RECEIVED = "page_not_received"
    """Page `number` could not be fetched or used; `cause` is the verdict, or the failure in words."""
    PAGE_WITHOUT_LIST = "page_without_list"
    """Page `number` shows no list."""
    REQUEST_BUDGET_SPENT = "request_budget_spent"
    """The site's budget of requests was spent before the list ended."""


class TroubleReason(StrEnum):
    """Why a request brought nothing usable, or a search found nothing."""

    ANSWER_NOT_USABLE = "answer_not_usable"
    """The crawler's `verdict` on the answer is neither `ok` nor `same`."""
    REQUEST_FAILED = "request_failed"
    """The request failed; `cause` is the verdict and the failure in words."""
    LIST_NOT_SHOWN = "list_not_shown"
    """A page that was a list before shows no list."""
    LINKS_NOT_FOLLOWED = "links_not_followed"
    """The search ended its budget with `links` promising links unfollowed."""
    NO_LIST_FROM_START = "no_list_from_start"
    """The search from the site's entries found no list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A code, and the arguments of its sentence by their names."""

    code: ListReason | TroubleReason
    args: Mapping[str, str | int] = field(default_factory=dict)


def because(code: ListReason | TroubleReason, **args: str | int) -> Reason:
    """A reason by its code and the arguments of its sentence."""
    return Reason(code, args)
