"""What holds for all tests: the examples that property tests draw, and the order of the files.

Property tests draw the same examples on every run; `HYPOTHESIS_PROFILE=search` looks for new ones. A finding of a
search is kept as a test of its own, so that a change lands or fails by what it changed.
"""

from __future__ import annotations

import importlib
import os

import pytest
from hypothesis import settings

from tests.support.small_disk import small_disk

__all__ = ["small_disk"]

os.environ["LC_ALL"] = "C.UTF-8"  # whatever the developer's locale, tests compare with English

if "PYTEST_XDIST_WORKER" in os.environ:
    # Its import looks at every loaded module for every frame of the stack, which is dear once there are thousands.
    importlib.import_module("scrapy.core.downloader.contextfactory")

settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

PLAYED = ("tests/test_season.py", "tests/crawler/night/", "tests/crawler/cli/test_verbs.py", "tests/docs/")
"""Where tests play whole nights: long ones, which begin first, so that no process is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    items.sort(key=lambda item: not item.nodeid.startswith(PLAYED))
