"""Documents read beside the download: what becomes of those that no worker read to their end."""

from __future__ import annotations

import asyncio

import pytest

from archive.extract import parser
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.parser import Order
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Context, Report
from archive.extract.sandbox.policy import Policy
from crawler.runtime.config import Limits
from crawler.site_run import reader, reading_policy

ORDER = Order(b"<html></html>", Context())
READ = Report("other", parser="test")
STOPPED = Unreadable(None, "reading was stopped after 1 seconds", UnreadableReason.TIMED_OUT)
CRASH = Unreadable(None, "the reading process died (signal SIGKILL)", UnreadableReason.PROCESS_DIED)


class Pool:
    """A pool that gives one answer to everything."""

    def __init__(self, answer: Report | Unreadable) -> None:
        self.answer = answer

    def read_all(self, orders: list[Order]) -> list[Report | Unreadable]:
        return [self.answer for _ in orders]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(READ, READ, id="read"),
        pytest.param(STOPPED, parser.unreadable(ORDER, STOPPED), id="stopped: unreadable, with the reason"),
        pytest.param(CRASH, None, id="crashed: left to the end of the whole run"),
    ],
)
def test_what_is_stored_of_a_document(answer: Report | Unreadable, expected: Report | None) -> None:
    pool: ParserPool = Pool(answer)  # type: ignore[assignment]
    assert asyncio.run(reader.read(pool, [ORDER, ORDER])) == [expected, expected]


def test_the_configuration_names_megabytes_and_the_policy_bytes() -> None:
    assert reading_policy.policy(Limits(document_seconds=7.5, document_memory=2)) == Policy(7.5, 2 * 1024 * 1024)
