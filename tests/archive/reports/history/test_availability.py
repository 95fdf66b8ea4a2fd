"""Comings and goings of a report out of what its addresses answered."""

from __future__ import annotations

import pytest

from archive.reports.history.availability import AddressAnswer, Disappeared, Holds, Listed, Reappeared, replay_runs

PAGE, FILE, OTHER = 1, 2, 3
NONE = Listed(frozenset(), named=False)


def answer(night: int, address: int, holds: Holds, *, outcome_ok: bool = True) -> AddressAnswer:
    return AddressAnswer(f"2026-02-{night:02}", f"c{night:02}{address}", address, night, outcome_ok, holds)


def events(
    *answers: AddressAnswer, known: tuple[int, ...] = (PAGE,), listed: Listed = NONE
) -> list[tuple[str, int, bool]]:
    since = dict.fromkeys(known, "2026-02-01")
    pages = {FILE: PAGE} if FILE in known else {}
    found = [event for run in replay_runs(answers, since, pages, lambda _: listed) for event in run.events]
    return [
        ("went", event.address, event.all_gone)
        if isinstance(event, Disappeared)
        else ("came", event.address, isinstance(event, Reappeared))
        for event in found
    ]


def test_gone_from_its_address_and_from_complete_lists() -> None:
    assert events(answer(1, PAGE, "report"), answer(2, PAGE, "nothing")) == [("went", PAGE, True)]
    assert events(answer(1, PAGE, "report"), answer(2, PAGE, "nothing", outcome_ok=False)) == []


@pytest.mark.parametrize(
    "listed",
    [Listed(frozenset({PAGE}), named=False), Listed(frozenset(), named=True)],
    ids=["linked", "named"],
)
def test_a_report_that_a_list_shows_is_not_withdrawn(listed: Listed) -> None:
    assert events(answer(1, PAGE, "report"), answer(2, PAGE, "nothing"), listed=listed) == [("went", PAGE, False)]


def test_a_file_goes_and_comes_with_its_page() -> None:
    answers = (
        answer(1, PAGE, "report"),
        answer(1, FILE, "report"),
        answer(2, PAGE, "nothing"),
        answer(3, PAGE, "same"),
    )
    assert events(*answers, known=(PAGE, FILE)) == [
        ("went", PAGE, True),
        ("went", FILE, True),
        ("came", PAGE, True),
        ("came", FILE, True),
    ]


def test_an_address_that_was_not_requested_still_has_the_report() -> None:
    answers = (answer(1, PAGE, "report"), answer(1, OTHER, "report"), answer(2, PAGE, "nothing"))
    assert events(*answers, known=(PAGE, OTHER)) == [("went", PAGE, False)]


def test_bytes_of_something_else_bring_nothing_back() -> None:
    answers = [
        answer(1, PAGE, "report"),
        answer(2, PAGE, "unclear"),
        answer(3, PAGE, "nothing"),
        answer(4, PAGE, "same"),
    ]
    assert {kind for kind, *_ in events(*answers)} == {"went"}


def test_another_report_in_its_place() -> None:
    assert events(answer(1, PAGE, "report"), answer(2, PAGE, "other")) == [("went", PAGE, True)]
