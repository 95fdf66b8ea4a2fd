"""A server on loopback that takes what is sent to it, and a process that crawls for many nights."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from crawler.night import site_processes
from tests.support.alerts.servers import Http, http
from tests.support.nights.player import Player


@pytest.fixture
def web() -> Iterator[Http]:
    with http() as served:
        yield served


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    begun = Player()
    with patch.object(site_processes, "_site_process", begun.play):
        yield begun
    begun.end()
