"""What makes up a case: checks, the due instant, what an ambiguous document concerns, who owed what, which years."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archive.captures.facts import Fact, Finding, Observation
from archive.deadlines.case import AmbiguousDocument, Case, ListingCheck, Rule, Sighting
from archive.deadlines.county_cases import FIRST_YEAR, years
from archive.deadlines.county_units import Unit
from archive.deadlines.reasons import Ambiguity, Caveat

A, B = "350627100", "350627101"
UNKNOWN = Ambiguity.UNKNOWN_YEAR


@pytest.mark.parametrize(
    ("document", "concerns"),
    [
        pytest.param(AmbiguousDocument(UNKNOWN), True, id="anybodys_of_any_year"),
        pytest.param(AmbiguousDocument(UNKNOWN, township=A, year=2025), True, id="its_own_of_that_year"),
        pytest.param(AmbiguousDocument(UNKNOWN, township=B, year=2025), False, id="anothers"),
        pytest.param(AmbiguousDocument(UNKNOWN, year=2024), False, id="of_an_earlier_year"),
        pytest.param(AmbiguousDocument(UNKNOWN, year=2026), False, id="of_a_later_year"),
        pytest.param(AmbiguousDocument(UNKNOWN, year=int("2025")), True, id="of_that_year_as_read_from_the_archive"),
        pytest.param(AmbiguousDocument(UNKNOWN, year=2025, since=date(2020, 1, 1)), True, id="a_year_needs_no_date"),
        pytest.param(AmbiguousDocument(UNKNOWN, since=date(2025, 12, 1)), True, id="dated_when_the_year_was_over"),
        pytest.param(AmbiguousDocument(UNKNOWN, since=date(2026, 2, 1)), True, id="dated_later"),
        pytest.param(AmbiguousDocument(UNKNOWN, since=date(2025, 11, 30)), False, id="dated_before_it_was_over"),
    ],
)
def test_an_ambiguous_document_concerns_a_report(document: AmbiguousDocument, concerns: bool) -> None:
    assert document.concerns(A, 2025) is concerns


@pytest.mark.parametrize(
    ("shows", "complete", "caveat", "lacks", "proves"),
    [
        pytest.param(False, True, None, True, True, id="complete_without_it"),
        pytest.param(False, True, Caveat.LIST_NOT_CHECKED, True, False, id="complete_without_it_and_with_a_caveat"),
        pytest.param(False, False, None, False, False, id="incomplete_without_it"),
        pytest.param(True, True, None, False, False, id="complete_with_it"),
    ],
)
def test_what_a_check_proves(shows: bool, complete: bool, caveat: Caveat | None, lacks: bool, proves: bool) -> None:
    check = ListingCheck(datetime(2026, 2, 1, tzinfo=UTC), "run", shows, None, complete=complete, caveat=caveat)
    assert (check.lacks, check.proves_absence) == (lacks, proves)
    assert ListingCheck(check.at, "run", False, None).proves_absence


def test_a_case_is_of_a_unit_that_owes_in_a_county_that_is_watched() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    case = Case(Rule("r", date(2026, 1, 31), "b"), now)
    assert (case.in_force, case.watched, case.checks, tuple(case.ambiguous_documents())) == (True, True, (), ())
    assert Sighting(now, "capture", None).of_publication


def test_a_report_is_due_at_the_end_of_the_day_in_china() -> None:
    assert Rule("r", date(2026, 1, 31), "b").due_at == datetime(2026, 1, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_heir", "owes"),
    [
        pytest.param(None, None, False, True, id="always_there"),
        pytest.param("2025-12-31", None, False, True, id="since_the_last_day_of_the_year"),
        pytest.param("2026-01-01", None, False, False, id="since_the_day_after_it"),
        pytest.param("2026-01-01", None, True, True, id="since_the_day_after_it_as_an_heir"),
        pytest.param("2026-01-31", None, True, True, id="since_the_due_day_as_an_heir"),
        pytest.param("2026-02-01", None, True, False, id="since_the_day_after_that_as_an_heir"),
        pytest.param(None, "2026-01-31", False, True, id="until_the_due_day"),
        pytest.param(None, "2026-01-30", False, False, id="until_the_day_before"),
    ],
)
def test_a_unit_owes_a_report(valid_from: str | None, valid_to: str | None, is_heir: bool, owes: bool) -> None:
    unit = Unit(A, "山城镇", valid_from, valid_to, None)
    assert unit.owes(2025, date(2026, 1, 31), is_heir) is owes


def test_verdicts_reach_from_the_first_year_listed_to_the_last_that_is_over() -> None:
    before, after = datetime(2025, 12, 31, 15, 59, tzinfo=UTC), datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert years(set(), before, None) == [2024]
    assert years(set(), after, None) == [2025]
    assert years({(A, 2023), (B, 2024)}, after, None) == [2023, 2024, 2025]
    assert years({(A, 2023)}, after, 2019) == [2019]


def test_no_verdict_reaches_behind_the_regulations_of_2007() -> None:
    after = datetime(2010, 1, 1, tzinfo=UTC)
    assert years({(A, 2007)}, after, None) == [2009]
    assert years({(A, FIRST_YEAR), (A, 2007)}, after, None) == [2008, 2009]


def test_a_case_is_a_townships_that_nobody_has_let_off() -> None:
    case = Case(Rule("rule", date(2026, 1, 31), "basis"), datetime(2026, 3, 1, tzinfo=UTC))
    assert (case.is_township, case.said_not_to_owe) == (True, False)


def test_a_check_is_the_same_whatever_it_proves() -> None:
    check = ListingCheck(datetime(2026, 2, 1, tzinfo=UTC), "run", shows=False, capture=None)
    assert check == replace(check, findings=(Finding(Fact.OWES, Observation.TOWNSHIP),))
