"""One pool for all who read documents: a crash is tried again, a document that is stopped is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from archive.extract import parser, parser_name, parser_pool
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.parser import Order
from archive.extract.parser_pool import DOUBLE, ParserPool
from archive.extract.report.model import Context, Report
from archive.extract.sandbox.policy import Policy

ORDER = Order(b"<html></html>", Context())
READ = Report("other", parser="test")
CRASH = Unreadable(None, "the reading process died (signal SIGKILL)", UnreadableReason.PROCESS_DIED)
STOPPED = Unreadable(None, "reading was stopped after 1 seconds", UnreadableReason.TIMED_OUT)


class Workers:
    """Answers as written down, one a call; `calls` holds how many documents each call was about."""

    def __init__(self, *answers: list[Report] | Unreadable) -> None:
        self.answers = list(answers)
        self.calls: list[int] = []

    def run_now(self, _: object, orders: Sequence[Order], *__: object) -> list[Report] | Unreadable:
        self.calls.append(len(orders))
        return self.answers.pop(0)

    def close(self) -> None:
        pass


def pool(monkeypatch: pytest.MonkeyPatch, workers: Workers, policy: Policy | None = None) -> ParserPool:
    monkeypatch.setattr(parser_pool, "WorkerPool", lambda *_, **__: workers)
    return ParserPool(1, policy or Policy())


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([[READ]], READ, id="read"),
        pytest.param([CRASH, [READ]], READ, id="read by the next worker"),
        pytest.param([CRASH, CRASH], CRASH, id="two crashes are enough"),
        pytest.param([STOPPED], STOPPED, id="stopped"),
        pytest.param([CRASH, STOPPED], STOPPED, id="stopped after a crash"),
    ],
)
def test_a_crash_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, answers: list[list[Report] | Unreadable], expected: object
) -> None:
    workers = Workers(*answers)
    assert pool(monkeypatch, workers).read(ORDER) == expected
    assert workers.answers == []
    assert workers.calls == [1] * len(answers)


def test_the_policy_says_how_often(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers(CRASH, [READ])
    assert pool(monkeypatch, workers, Policy(attempts=1)).read(ORDER) == CRASH
    assert workers.calls == [1]


def test_documents_together_are_read_apart_where_one_of_them_costs_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers([READ, READ])
    assert pool(monkeypatch, workers).read_all([ORDER, ORDER]) == [READ, READ]
    assert workers.calls == [2]
    workers = Workers(STOPPED, [READ], STOPPED)
    assert pool(monkeypatch, workers).read_all([ORDER, ORDER]) == [READ, STOPPED]
    assert workers.calls == [2, 1, 1]


@pytest.mark.parametrize(
    ("answers", "code", "reason"),
    [
        ([STOPPED], UnreadableReason.TIMED_OUT, "reading was stopped after 1 seconds"),
        ([CRASH, CRASH], UnreadableReason.PROCESS_DIED, "the reading process died, and so did the next"),
    ],
)
def test_a_report_is_made_of_a_document_that_no_worker_read(
    monkeypatch: pytest.MonkeyPatch, answers: list[list[Report] | Unreadable], code: UnreadableReason, reason: str
) -> None:
    report = pool(monkeypatch, Workers(*answers)).report(ORDER)
    assert (report.kind, report.reason_code, report.reason) == ("unreadable", code, reason)
    assert report.parser == parser_name.today()
    assert report.sha256 is not None


@pytest.fixture(params=[False, True], ids=["once", "double"])
def confined(request: pytest.FixtureRequest) -> Iterator[ParserPool]:
    with ParserPool(1, Policy(seconds=60), double=request.param) as pool:
        yield pool


def test_the_report_of_a_worker_is_that_of_the_parser_itself_under_the_pools_name(confined: ParserPool) -> None:
    report = confined.read(ORDER)
    assert isinstance(report, Report)
    assert report.parser == confined.name
    assert confined.name.removesuffix(DOUBLE) == parser_name.today()
    assert report == replace(parser.parse(ORDER), parser=confined.name)


def test_the_policys_seconds_are_the_workers() -> None:
    with ParserPool(1, Policy(seconds=0.0)) as pool:
        stopped = Unreadable(None, "reading was stopped after 0 seconds", UnreadableReason.TIMED_OUT)
        assert pool.read(ORDER) == stopped
