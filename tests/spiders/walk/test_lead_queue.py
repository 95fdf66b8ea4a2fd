"""The order and the budget in which leads are followed."""

from __future__ import annotations

from spiders.pages.page import Link
from spiders.walk.discovery import NAMED_SCORE, Lead, Way
from spiders.walk.lead_queue import ORGAN_PAGES, PAGES, LeadQueue


def lead(path: str, score: int = 5, way: Way = Way.LINK) -> Lead:
    return Lead(Link(f"http://a.example/{path}", path), score, "", way)


def searching(*leads: Lead, organ: str | None = None) -> LeadQueue:
    search = LeadQueue()
    for one in leads:
        search.push(one, depth=1, via=None, origin="", organ=organ)
    return search


def order(search: LeadQueue) -> list[str]:
    found = []
    while (step := search.pop()) is not None:
        found.append(step.lead.link.title)
    return found


def test_what_belongs_to_reports_comes_first_and_townships_own_pages_last() -> None:
    leads = (lead("organ", 4, Way.ORGAN), lead("weak"), lead("named", NAMED_SCORE), lead("tab", 4, Way.BESIDE))
    assert order(searching(*leads)) == ["tab", "named", "weak", "organ"]


def test_a_found_list_that_shows_most_townships_ends_the_search() -> None:
    search = searching(
        lead("organ", 4, Way.ORGAN), lead("weak"), lead("named", NAMED_SCORE), lead("year", 6, Way.BRANCH)
    )
    search.found(None)
    search.shows_most = True
    assert order(search) == ["year", "named"]


def test_a_found_list_that_shows_few_townships_sends_the_search_to_their_own_pages() -> None:
    search = searching(lead("organ", 4, Way.ORGAN), lead("weak"))
    search.found(None)
    assert order(search) == ["organ"]


def test_townships_own_pages_are_followed_all_or_none() -> None:
    search = searching(lead("first", 4, Way.ORGAN), lead("second", 4, Way.ORGAN))
    assert search.pop() is not None
    search.found("http://a.example/first")
    search.shows_most = True
    search.found(None)
    assert order(search) == ["second"]


def test_each_townships_pages_are_a_search_of_their_own() -> None:
    search = searching(lead("weak of the first"), organ="first")
    search.push(lead("weak of the second"), depth=1, via=None, origin="", organ="second")
    search.found("first")
    assert order(search) == ["weak of the second"]


def test_the_pages_of_a_search_and_of_a_township_are_budgets() -> None:
    assert len(order(searching(*(lead(str(n)) for n in range(PAGES + 5))))) == PAGES
    assert len(order(searching(*(lead(str(n)) for n in range(ORGAN_PAGES + 5)), organ="first"))) == ORGAN_PAGES


def test_what_names_reports_and_was_not_followed_is_counted() -> None:
    search = searching(*(lead(str(n), NAMED_SCORE) for n in range(PAGES + 2)), lead("weak"))
    order(search)
    assert search.skipped == 2
