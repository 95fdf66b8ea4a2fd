"""Servers on loopback that take what is sent to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.alerts.servers import Http, Mails, http, smtp


@pytest.fixture
def web() -> Iterator[Http]:
    with http() as served:
        yield served


@pytest.fixture
def post() -> Iterator[Mails]:
    with smtp() as served:
        yield served
