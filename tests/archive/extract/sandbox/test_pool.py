"""Workers may hang, crash or eat memory; the pool answers and goes on."""

from __future__ import annotations

import asyncio
import errno
import os
import time

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Unreadable
from archive.extract.sandbox.pool import WorkerPool
from tests.support.paths import FILES

_PAGE = (FILES / "report.html").read_bytes()


def hang() -> None:
    time.sleep(60)


def crash() -> None:
    os._exit(7)


def abort() -> None:
    os.abort()


def fill() -> int:
    return len(bytearray(8 * 1024**3))


def fail() -> None:
    raise KeyError("x")


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def misread() -> None:
    raise OSError(errno.EINVAL, "seek of a broken file")


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (crash, "exit status 7"),
        (abort, "SIGABRT"),
        (fill, "more memory"),
        (fail, "KeyError"),
        (fill_disk, "No space left on device"),
        (misread, "broken file"),
    ],
)
def test_a_bad_job_costs_a_worker_at_most(readers: WorkerPool, function: object, reason: str) -> None:
    answer = readers.run_now(function)  # type: ignore[arg-type]
    assert isinstance(answer, Unreadable)
    assert reason in answer.reason
    assert isinstance(readers.run_now(formats.read, _PAGE), Document)


@pytest.mark.parametrize(("function", "code"), [(fill_disk, "process_died"), (misread, "reader_failed")])
def test_a_full_disk_is_no_property_of_a_document(readers: WorkerPool, function: object, code: str) -> None:
    answer = readers.run_now(function)  # type: ignore[arg-type]
    assert isinstance(answer, Unreadable)
    assert answer.code == code


def test_a_job_that_hangs_is_stopped() -> None:
    with WorkerPool(1, seconds=0.5, clock_seconds=0.5) as pool:
        answer = pool.run_now(hang)
        assert isinstance(answer, Unreadable)
        assert "stopped after 0.5 seconds" in answer.reason


def test_asyncio_may_ask_at_once(readers: WorkerPool) -> None:
    async def ask() -> list[Document | Unreadable]:
        return await asyncio.gather(*(readers.run(formats.read, _PAGE) for _ in range(5)))

    answers = asyncio.run(ask())
    assert all(answer == answers[0] and isinstance(answer, Document) for answer in answers)


def test_a_call_costs_little(readers: WorkerPool) -> None:
    readers.run_now(len, _PAGE)
    began = time.perf_counter()
    for _ in range(50):
        readers.run_now(len, _PAGE)
    assert (time.perf_counter() - began) / 50 < 0.01


def work(seconds: float) -> str:
    """Keep a processor busy."""
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass
    return "done"


def wait(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def test_waiting_does_not_count_as_work_and_work_does() -> None:
    with WorkerPool(1, seconds=0.4) as pool:
        assert pool.run_now(wait, 0.9) == "done"
        answer = pool.run_now(work, 60.0)
        assert isinstance(answer, Unreadable)
        assert (answer.code, "stopped after 0.4 seconds" in answer.reason) == ("timed_out", True)
