"""Why a check does not prove absence: one row a condition; and what an address held may have been the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.deadlines.caveats import Coverage, HeldDocument, _homes, caveat, is_within, may_be, spells
from archive.deadlines.listing_checks import CountyCheck
from archive.deadlines.reasons import Caveat

A, B = "350627100", "350627101"
PROVES = Coverage(named=False, found_here=True, same_entries=True, owing=3, shows_year=True)


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        pytest.param(PROVES, None, id="a_check_of_the_place_where_it_was_found_later_proves_absence"),
        pytest.param(replace(PROVES, named=True), Caveat.NAMED_BUT_READ_OTHERWISE, id="a_list_named_it"),
        pytest.param(
            Coverage(named=True, found_here=False, same_entries=False, owing=9, shows_year=False),
            Caveat.NAMED_BUT_READ_OTHERWISE,
            id="that_a_list_named_it_comes_before_all_else",
        ),
        pytest.param(replace(PROVES, found_here=False), Caveat.LIST_NOT_CHECKED, id="it_was_found_elsewhere"),
        pytest.param(
            replace(PROVES, found_here=False, same_entries=False, shows_year=False),
            Caveat.LIST_NOT_CHECKED,
            id="that_it_was_found_elsewhere_comes_before_where_the_search_began",
        ),
        pytest.param(replace(PROVES, same_entries=False), None, id="where_it_was_found_the_entries_do_not_matter"),
        pytest.param(
            replace(PROVES, found_here=None, same_entries=False),
            Caveat.OTHER_ENTRY_ADDRESSES,
            id="it_was_never_found_and_the_search_began_elsewhere",
        ),
        pytest.param(replace(PROVES, found_here=None), None, id="never_found_from_the_same_entries_proves_absence"),
        pytest.param(
            replace(PROVES, shows_year=False), Caveat.NO_REPORT_IN_COUNTY, id="of_three_units_none_shows_the_year"
        ),
        pytest.param(replace(PROVES, owing=9, shows_year=False), Caveat.NO_REPORT_IN_COUNTY, id="nor_does_any_of_nine"),
        pytest.param(replace(PROVES, owing=2, shows_year=False), None, id="of_two_units_none_may_show_the_year"),
        pytest.param(
            replace(PROVES, found_here=None, shows_year=False),
            Caveat.NO_REPORT_IN_COUNTY,
            id="a_silent_county_proves_nothing_of_what_was_never_found",
        ),
    ],
)
def test_what_a_check_does_not_prove(coverage: Coverage, expected: Caveat | None) -> None:
    assert caveat(coverage) is expected


LATER = HeldDocument(1, 20, "report", A, 2025, "figures", "2026-02-03")
SAME_UNIT = HeldDocument(1, 10, "report", A, 2024, "others", "2025-11-30")


def read(text: str) -> str:
    """The same text as an object of its own, as SQLite gives it."""
    return "".join(list(text))


@pytest.mark.parametrize(
    ("earlier", "may"),
    [
        pytest.param(replace(LATER, fetched_at=10), False, id="the_report_itself_was_it"),
        pytest.param(replace(SAME_UNIT, kind="unreadable", township=B), True, id="what_cannot_be_read"),
        pytest.param(replace(SAME_UNIT, township=B, year=None), True, id="another_units_of_an_unknown_year"),
        pytest.param(replace(SAME_UNIT, year=None), True, id="its_own_of_an_unknown_year"),
        pytest.param(SAME_UNIT, False, id="its_own_of_last_year_is_last_years"),
        pytest.param(
            replace(SAME_UNIT, claimed_on=None), False, id="its_own_of_last_year_without_a_date_is_last_years"
        ),
        pytest.param(replace(SAME_UNIT, claimed_on="2025-12-01"), True, id="its_own_of_last_year_dated_with_it"),
        pytest.param(replace(SAME_UNIT, claimed_on="2026-02-01"), True, id="its_own_of_last_year_dated_later"),
        pytest.param(
            replace(SAME_UNIT, township=read(A), figures_digest=read("figures")),
            True,
            id="its_own_of_last_year_with_its_figures",
        ),
        pytest.param(replace(SAME_UNIT, figures_digest="a"), False, id="its_own_of_last_year_with_other_figures"),
        pytest.param(replace(SAME_UNIT, township=read(A)), False, id="its_own_of_last_year_as_read_from_the_archive"),
        pytest.param(replace(LATER, township=B, year=int(read("2025"))), True, id="another_units_of_that_year"),
        pytest.param(replace(LATER, township=B, year=2026), False, id="another_units_of_a_later_year"),
        pytest.param(replace(LATER, kind=read("unreadable"), township=B, year=2024), True, id="what_no_reader_took"),
        pytest.param(replace(LATER, township=None), True, id="an_unknown_units_of_that_year"),
        pytest.param(
            replace(LATER, township=B, year=2024), False, id="another_units_of_another_year_with_its_figures_and_date"
        ),
    ],
)
def test_what_an_address_held_may_have_been_the_report(earlier: HeldDocument, may: bool) -> None:
    assert may_be(earlier, LATER) is may


def test_a_spell_ends_where_the_address_held_the_next_document() -> None:
    unknown, last_year = replace(LATER, fetched_at=5, year=None), replace(SAME_UNIT, fetched_at=10)
    assert spells([unknown, last_year, LATER]) == {(A, 2025): [(5, 10)], (A, 2024): [(5, 10)]}


def test_every_document_before_the_report_may_have_been_it() -> None:
    first, second = replace(LATER, fetched_at=5, township=B), replace(LATER, fetched_at=10, township=None)
    assert spells([first, second, LATER]) == {(A, 2025): [(5, 10), (10, 20)]}


def test_another_address_says_nothing_about_the_report() -> None:
    assert spells([replace(LATER, address=2, fetched_at=5, township=B), LATER]) == {}


def test_what_is_nobodys_or_of_no_year_later_is_no_report() -> None:
    unread = replace(LATER, fetched_at=5, kind="unreadable", township=None, year=None)
    assert spells([unread, replace(LATER, township=None)]) == {}
    assert spells([unread, replace(LATER, year=None)]) == {}


@pytest.mark.parametrize(
    ("instant", "within"), [(4, False), (5, True), (7, True), (9, True), (10, False), (11, False), (20, True)]
)
def test_a_spell_begins_with_its_first_instant_and_ends_before_its_last(instant: int, within: bool) -> None:
    assert is_within([(5, 10), (20, 21)], instant) is within


def test_the_home_of_a_report_is_the_lists_that_showed_it_first() -> None:
    at = datetime(2026, 2, 1, tzinfo=UTC)
    first, second = (
        CountyCheck(at, "run", True, frozenset(), (), at, shown_by={(A, 2025): frozenset({number})})
        for number in (1, 2)
    )
    assert _homes([first, second]) == {(A, 2025): frozenset({1})}
