"""`ok` is earned: whatever was not read completely makes another outcome."""

from dataclasses import replace

import pytest

from archive.captures.reasons import ListCheckReason, SiteRunReason, because
from crawler.site_run.outcome import Column, FetchAttempt, OutcomeEvidence, conclude

LIST = FetchAttempt("listing", "ok", "http://a/list", None)
REPORT = FetchAttempt("report", "ok", "http://a/1", None)
COLUMN = Column("http://a/list", complete=True, items=40, reason=None, before=40)
NO_LIST = because(ListCheckReason.PAGE_WITHOUT_LIST, number=2)
GOOD = OutcomeEvidence([LIST, REPORT], [COLUMN])


def test_a_site_seen_whole_is_ok() -> None:
    assert conclude(GOOD).outcome == "ok"


@pytest.mark.parametrize(
    ("evidence", "outcome", "reason"),
    [
        (OutcomeEvidence([], []), "broken", "no_list_found"),
        (
            OutcomeEvidence([FetchAttempt("portal", "blocked", "http://a/", "HTTP 412")], []),
            "blocked",
            "attempt_failed",
        ),
        (
            OutcomeEvidence([FetchAttempt("portal", "unreachable", "http://a/", "reset")], []),
            "unreachable",
            "attempt_failed",
        ),
        (
            OutcomeEvidence([FetchAttempt("robots", "unreachable", "http://a/robots.txt", "HTTP 503")], []),
            "unreachable",
            "attempt_failed",
        ),
        (replace(GOOD, columns=[replace(COLUMN, complete=False, reason=NO_LIST)]), "partial", "list_incomplete"),
        (replace(GOOD, columns=[replace(COLUMN, items=20)]), "partial", "list_shrank"),
        (replace(GOOD, columns=[replace(COLUMN, items=0)]), "partial", "list_shrank"),
        (replace(GOOD, columns=[replace(COLUMN, replaced=True)]), "partial", "list_replaced"),
        (replace(GOOD, items_before=90), "partial", "fewer_items_in_new_lists"),
        (replace(GOOD, unresolved=["2025年政府信息公开工作年度报告"]), "partial", "township_unresolved"),
        (replace(GOOD, attempts=[LIST, replace(REPORT, verdict="unreachable")]), "partial", "attempt_failed"),
        (replace(GOOD, attempts=[LIST, replace(REPORT, verdict="garbled")]), "partial", "attempt_failed"),
        (replace(GOOD, left_out=[because(SiteRunReason.LINKS_NOT_FOLLOWED, links=3)]), "partial", "links_not_followed"),
        (replace(GOOD, crashed=because(SiteRunReason.CRASHED, error="ValueError()")), "broken", "crashed"),
    ],
)
def test_everything_else_is_not(evidence: OutcomeEvidence, outcome: str, reason: str) -> None:
    concluded = conclude(evidence)
    assert (concluded.outcome, concluded.reason) == (outcome, reason)
    assert concluded.detail is not None


def test_of_several_reasons_the_first_gives_the_code_and_all_are_in_the_detail() -> None:
    columns = [replace(COLUMN, complete=False, reason=NO_LIST), replace(COLUMN, start="http://a/2", items=9)]
    concluded = conclude(replace(GOOD, columns=columns))
    assert concluded.reason is SiteRunReason.LIST_INCOMPLETE
    assert concluded.detail == (
        "list not seen whole: http://a/list (page 2 shows no list); list shrank from 40 to 9 items: http://a/2"
    )


def test_five_reasons_are_named_and_the_others_counted() -> None:
    concluded = conclude(replace(GOOD, unresolved=[f"{number}" for number in range(8)]))
    assert [reason.code for reason in concluded.reasons] == ["township_unresolved"] * 5 + ["further_reasons"]
    assert str(concluded.detail).endswith("township not resolved: 4; and 3 more")


def test_an_attempt_that_succeeded_when_repeated_is_forgiven() -> None:
    failed = replace(LIST, verdict="unreachable", detail="reset")
    assert conclude(replace(GOOD, attempts=[failed, LIST, REPORT])).outcome == "ok"


def test_no_robots_file_allows_everything() -> None:
    robots = FetchAttempt("robots", "gone", "http://a/robots.txt", "HTTP 404")
    assert conclude(replace(GOOD, attempts=[robots, LIST, REPORT])).outcome == "ok"


def test_a_dead_link_is_believed_the_second_night() -> None:
    dead = replace(REPORT, verdict="gone")
    assert conclude(replace(GOOD, attempts=[LIST, dead])).outcome == "partial"
    assert conclude(replace(GOOD, attempts=[LIST, replace(dead, expected=True)])).outcome == "ok"
