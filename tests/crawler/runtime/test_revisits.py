"""What is asked for tonight: within the budget, and everything within its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.storage.instants import CHINA
from crawler.runtime.revisits import (
    DOCUMENTS_WITHIN,
    FULL_AFTER,
    LISTS_WITHIN,
    REQUESTS,
    SEASON_WITHIN,
    Known,
    Role,
    in_full,
    tonight,
)

NOW = datetime(2026, 3, 1, 2, tzinfo=CHINA)
NIGHT = timedelta(days=1)


def pages(role: Role, number: int, **rest: bool) -> list[Known]:
    return [Known(f"http://www.example.gov.cn/{role}/{n}.html", role, NOW - NIGHT, **rest) for n in range(number)]


def cost(known: Sequence[Known], plan_of: Sequence[Known] | None = None) -> int:
    turns = tonight(plan_of or known).due
    return 1 + sum(page.requests for page in known if page.url in turns)


def waits(known: Sequence[Known], nights: int) -> dict[str, int]:
    """The longest that each page waits while the plan is played."""
    longest = dict.fromkeys((page.url for page in known), 0)
    last = dict.fromkeys(longest, 0)
    current = list(known)
    for number in range(1, nights + 1):
        turns = tonight(current).due
        for url in turns:
            longest[url], last[url] = max(longest[url], number - last[url]), number
        current = [replace(one, answered_at=NOW + number * NIGHT) if one.url in turns else one for one in current]
    return {url: max(wait, nights - last[url]) for url, wait in longest.items()}


def test_each_night_requests_the_lists_and_some_documents() -> None:
    known = [*pages("list", 2), *pages("document", 45)]
    plan = tonight(known)
    assert all(plan.page(page.url) for page in known[:2])
    assert sum(plan.document(page.url) for page in known[2:]) == REQUESTS - 1 - 2


def test_many_lists_are_requested_in_rotation() -> None:
    known = [*pages("list", 16), *pages("document", 45)]
    assert cost(known) == REQUESTS
    assert max(waits(known[:16], 40).values()) <= LISTS_WITHIN


def test_recent_documents_come_first_after_the_rotation() -> None:
    known = [*pages("document", 40), replace(pages("document", 41)[40], recent=True, answered_at=NOW)]
    assert known[-1].url in tonight(known).due


def test_unknown_pages_are_requested() -> None:
    plan = tonight(pages("list", 30))
    assert plan.page("http://www.example.gov.cn/new/")
    assert plan.document("http://www.example.gov.cn/new.html")


def test_while_something_is_owed_all_lists_are_due_but_no_document_that_is_past() -> None:
    past, current = pages("document", 45), replace(pages("document", 46)[45], current=True)
    plan = tonight([*pages("list", 30), *past, current], whole=True)
    assert all(plan.page(page.url) for page in (*pages("list", 30), current))
    assert sum(plan.page(page.url) for page in past) <= REQUESTS


def test_everything_is_due_when_asked() -> None:
    plan = tonight(pages("document", 300), everything=True)
    assert all(plan.document(page.url) for page in pages("document", 300))


def test_not_modified_is_believed_for_a_while() -> None:
    assert not in_full(NOW - FULL_AFTER / 2, NOW, was_not_modified=True)
    assert in_full(NOW - FULL_AFTER, NOW, was_not_modified=True)
    assert in_full(None, NOW, was_not_modified=True)
    assert not in_full(NOW - 9 * FULL_AFTER, NOW, was_not_modified=False)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 25), st.integers(0, 12), st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=120))
def test_within_the_budget_every_page_is_seen_in_time(
    lists: int, others: int, documents: Sequence[tuple[int, bool]]
) -> None:
    files = [
        Known(f"http://www.example.gov.cn/t{n}.html", "document", NOW - n * NIGHT / 24, requests, current=current)
        for n, (requests, current) in enumerate(documents)
    ]
    known = [*pages("list", lists), *pages("way", others), *files]
    share = ceil(sum(page.requests for page in files) / DOCUMENTS_WITHIN)
    most = max(REQUESTS - 1 - share, ceil((lists + others) / LISTS_WITHIN)) + share + 2
    assert cost(known) <= 1 + most
    longest = waits(known, 130)
    assert all(longest[page.url] <= 60 for page in files)
    assert all(longest[page.url] <= 2 * LISTS_WITHIN for page in known if page.role != "document")


def test_a_document_that_showed_other_figures_comes_on_the_next_night() -> None:
    """However many others wait, and within the night's budget."""
    documents = pages("document", 45)
    changed = replace(documents[44], answered_at=NOW, altered=True)
    assert changed.url not in tonight([*documents[:44], replace(changed, altered=False)]).due
    known = [*pages("list", 2), *documents[:44], changed]
    assert changed.url in tonight(known).due
    assert cost(known) <= REQUESTS


def season(townships: int, requests: int = 1) -> list[Known]:
    """This season's reports."""
    found = pages("document", townships, season=True)
    return [replace(page, url=f"{page.url}?season", requests=requests) for page in found]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 16), st.integers(0, 4), st.integers(0, 30), st.integers(1, 15))
def test_each_report_of_this_season_comes_on_every_fifth_night_within_the_budget(
    lists: int, others: int, older: int, townships: int
) -> None:
    current = season(townships)
    known = [*pages("list", lists), *pages("way", others if lists < 13 else 0), *pages("document", older), *current]
    assert cost(known) <= REQUESTS
    longest = waits(known, 130)
    assert all(longest[page.url] <= SEASON_WITHIN for page in current)
    assert all(longest[page.url] <= 60 for page in known if page.role == "document")
    assert all(longest[page.url] <= 2 * LISTS_WITHIN for page in known if page.role != "document")


def test_more_townships_take_more_requests_where_something_is_decided() -> None:
    known = [*pages("list", 1), *pages("document", 60), *season(30)]
    assert cost(known) <= REQUESTS
    due = tonight(known, whole=True).due
    assert sum(page.url in due for page in season(30)) >= 30 / SEASON_WITHIN


def test_of_fifteen_townships_and_three_years_the_list_comes_every_night() -> None:
    known = [*pages("list", 1), *pages("way", 2), *pages("document", 30), *season(15)]
    longest = waits(known, 200)
    assert longest[known[0].url] == 1
    assert max(longest[page.url] for page in season(15)) == SEASON_WITHIN
    assert max(longest[page.url] for page in known[3:33]) <= 60
    assert max(longest[page.url] for page in known[1:3]) <= LISTS_WITHIN + 2


def test_reports_with_files_have_their_turn_with_the_others_where_nothing_is_decided() -> None:
    """And a share of their own where a report is owed, whatever that takes."""
    known = [*pages("list", 1), *(replace(page, requests=3) for page in pages("document", 30)), *season(15, requests=3)]
    assert cost(known) <= REQUESTS
    due = tonight(known, whole=True).due
    assert sum(page.requests for page in season(15, requests=3) if page.url in due) >= 15 * 3 / SEASON_WITHIN
