"""Whether a column was seen whole: by what its pages say, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from spiders.pages.page import Fetch, Link, Listing
from spiders.pages.reasons import ListReason, Reason, because
from spiders.walk.paging import MOST_PAGES, End, Walk, advance, second_reading

FEWER_PAGES = because(ListReason.FEWER_PAGES_THAN_DECLARED, number=2, declared=3)


def _repeated(number: int, earlier: int) -> Reason:
    return because(ListReason.PAGE_REPEATED, number=number, earlier=earlier)


def _fewer(shown: int, declared: int) -> Reason:
    return because(ListReason.FEWER_ITEMS_THAN_DECLARED, shown=shown, declared=declared)


NEXT = Fetch("http://www.example.gov.cn/nb/next", "listing")


def page(
    *numbers: int, more: bool = True, items: int | None = None, pages: int | None = None, at: int | None = None
) -> Listing:
    links = tuple(Link(f"http://www.example.gov.cn/{number}.htm", f"甲镇{number}年年报") for number in numbers)
    return Listing(links, NEXT if more else None, declared_items=items, declared_pages=pages, page_number=at)


def read(*pages: Listing) -> tuple[Walk, End]:
    walk = Walk()
    for number, one in enumerate(pages, 1):
        walk, step = advance(walk, one)
        if isinstance(step, End):
            assert number == len(pages), f"ended after page {number}: {step}"
            return walk, step
    pytest.fail("did not end")


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, 2, more=False)],
        [page(more=False, items=0)],
        [page(1, 2), page(3, more=False)],
        [page(1, 2, pages=2), page(3, 4, pages=2)],
        [page(1, pages=3), page(2, pages=3), page(3, pages=3)],
        [page(1, 2, items=4), page(3, 4, items=4)],
        [page(1, 2, items=3, pages=2, at=1), page(3, more=False, items=3, pages=2, at=2)],
        [page(at=0), page(1, 2, more=False, items=2, at=1)],
        [page(1, 1, items=3), page(2, items=3)],
        [page(1, 2, items=4), page(2, 3, items=5), page(4, more=False, items=4)],
    ],
    ids=[
        "one",
        "empty",
        "no-next",
        "declared-pages",
        "three-pages",
        "declared-items",
        "both",
        "shell",
        "twice-on-a-page",
        "grown",
    ],
)
def test_a_column_is_complete_where_its_pages_say_so(pages: Sequence[Listing]) -> None:
    _, end = read(*pages)
    assert end == End()


@pytest.mark.parametrize(
    ("pages", "reason", "moved"),
    [
        ([page(1, 2), page(1, 2)], _repeated(2, 1), False),
        (
            [page(1, 2, pages=3), page(3, more=False, pages=3)],
            FEWER_PAGES,
            False,
        ),
        ([page(1, 2, items=4), page(3, more=False, items=4)], _fewer(3, 4), False),
        ([page(1, 2, items=4), page(2, 3, more=False, items=4)], _fewer(3, 4), True),
        ([page(1, 2, items=4), page(3, 4, more=False, items=5)], _fewer(4, 5), True),
        ([page(1, 2, at=1), page(3, 4, at=3)], because(ListReason.PAGE_NUMBER_DIFFERS, number=2, stated=3), True),
        ([page(1, 2), page(), page(3, more=False)], because(ListReason.PAGE_EMPTY, number=2), False),
        ([page(more=False, at=0)], because(ListReason.ITEMS_NOT_LOADED), False),
        ([page(at=0), page(at=0), page(at=0)], because(ListReason.ITEMS_NOT_LOADED), False),
    ],
)
def test_a_column_that_was_not_seen_whole_says_why(pages: Sequence[Listing], reason: Reason, moved: bool) -> None:
    _, end = read(*pages)
    assert end == End(reason, moved)


def test_a_list_without_end_is_left() -> None:
    walk, end = read(*(page(number) for number in range(MOST_PAGES)))
    assert end.reason == because(ListReason.TOO_MANY_PAGES, most=MOST_PAGES)
    assert walk.items == MOST_PAGES


def test_a_second_reading_begins_anew() -> None:
    walk, _ = read(page(1, 2, at=1), page(3, 4, at=3))
    assert second_reading(walk) == Walk(attempt=2)


@pytest.mark.parametrize("following", [(1, 2), (5,)], ids=["the first again", "the last again"])
def test_a_pager_that_goes_on_behind_a_short_last_page_has_ended(following: tuple[int, ...]) -> None:
    walk, end = read(page(1, 2), page(3, 4), page(5), page(*following))
    assert end == End()
    assert walk.items == 5


def test_a_page_that_comes_again_in_the_middle_is_no_end() -> None:
    assert read(page(1, 2), page(3), page(4), page(3))[1].reason == because(
        ListReason.PAGE_REPEATED, number=4, earlier=2
    )
    assert read(page(1, 2), page(3, 4), page(3, 4))[1].reason == _repeated(3, 2)
    assert read(page(1, 2, items=9), page(3, items=9), page(3, items=9))[1].reason == _fewer(3, 9)


def test_a_list_that_shows_that_it_goes_on_is_not_whole() -> None:
    why = because(ListReason.MORE_ON_CLICK)
    assert read(replace(page(1, 2, more=False), unread=why))[1].reason == why


def test_an_interface_s_empty_page_behind_the_last_one_is_an_end() -> None:
    assert read(page(1, 2), page(more=False, pages=1))[1] == End()
