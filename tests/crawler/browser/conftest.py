"""A real Chromium, or a reason why not."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from crawler.browser.installed import executable


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that tests use."""
    if find_spec("scrapy_playwright") is None:
        pytest.skip("scrapy-playwright is not installed: pip install 'nianbao[browser]'")
    found = executable(None)
    if found is None or not found.exists():
        pytest.skip("there is no chromium: run deploy/install-system-packages")
    return str(found)
