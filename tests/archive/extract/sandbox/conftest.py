"""A pool of one worker with the bounds that most tests want; a test module may define its own `readers`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.extract.sandbox.pool import WorkerPool


@pytest.fixture(scope="module")
def readers() -> Iterator[WorkerPool]:
    with WorkerPool(1, seconds=30.0, memory=2 * 1024**3) as pool:
        yield pool
