"""Proves, fact by fact, what a listing check shows: a pure function of the pages that were read.

Presence needs no proof from here. What is not proved is named with the observation that is missing, and accuses nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiders.pages.facts import Fact, Finding, Observation
from spiders.pages.page_scripts import unknown_scripts
from spiders.proof.checked_pages import CheckedPage, ReadPage, Surroundings
from spiders.proof.list_ends import list_ends
from spiders.proof.of_today import of_today
from spiders.proof.page_whole import page_whole
from spiders.proof.pages_belong import pages_belong
from spiders.proof.rows_accounted import rows_accounted
from spiders.proof.ways_followed import ways_followed


def prove(pages: Sequence[CheckedPage], around: Surroundings) -> tuple[Finding, ...]:
    """The six facts about a list's pages, each with its observation, in the order of `Fact`."""
    read = [ReadPage(checked, checked.page, around) for checked in pages if checked.page is not None]
    if not read or len(read) < len(pages):
        missing = next((page.number for page in pages if page.page is None), 1)
        return tuple(Finding(fact, Observation.PAGE_NOT_KEPT, {"number": missing}) for fact in Fact)
    return (
        page_whole(read, around),
        list_ends(read, around),
        pages_belong(read),
        rows_accounted(read, around),
        ways_followed(read, around),
        of_today(read, around),
    )


def needs_rendering(pages: Sequence[CheckedPage], findings: Sequence[Finding]) -> bool:
    """Whether only a browser could show what is missing: the pages have scripts that may load or insert items."""
    scripted = any(checked.page is not None and unknown_scripts(checked.page) for checked in pages)
    return (
        scripted
        and any(finding.observation in _SHOWN_BY_BROWSER for finding in findings if not finding.holds)
        and not any(finding.observation is Observation.LIST_NOT_READ for finding in findings)
    )


_SHOWN_BY_BROWSER = (
    Observation.PAGER_UNCLEAR,
    Observation.MORE_OFFERED,
    Observation.CONTAINER_EMPTY,
    Observation.SCRIPT_UNKNOWN,
    Observation.COUNT_EXCEEDS_ITEMS,
)
