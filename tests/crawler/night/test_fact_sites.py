"""A site for each fact of the proof of absence that lacks only it: nobody is accused there, and the reason names it."""

from __future__ import annotations

from typing import Any

import pytest

from archive.captures.facts import Fact
from tests.support.nights.fact_sites import SITES, play

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def statuses(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    return dict(enumerate(play(tmp_path_factory.mktemp("facts"))))


def lacking(status: dict[str, Any]) -> list[str]:
    """The facts that the last check lacks."""
    (*_, last) = (look for look in status["evidence"]["looks"] if "proof" in look)
    return [finding["fact"] for finding in last["proof"] if not finding["holds"]]


def test_every_fact_has_its_site() -> None:
    assert [site.lacks for site in SITES] == [None, *Fact]


@pytest.mark.parametrize("number", range(1, len(SITES) - 1), ids=lambda n: str(SITES[n].lacks))
def test_nobody_is_accused_where_one_fact_is_missing(statuses: dict[int, dict[str, Any]], number: int) -> None:
    status = statuses[number]
    assert (status["verdict"], lacking(status)) == ("cannot_tell", [SITES[number].lacks])


def test_who_owes_nothing_is_exempt(statuses: dict[int, dict[str, Any]]) -> None:
    assert (SITES[-1].lacks, statuses[len(SITES) - 1]["verdict"]) == (Fact.OWES, "exempt")


def test_absence_is_found_where_no_fact_is_missing(statuses: dict[int, dict[str, Any]]) -> None:
    assert (statuses[0]["verdict"], lacking(statuses[0])) == ("not_published", [])
