from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.web import serve
from tests.support.web import sample

PAGES = (
    "/",
    "/?year=2022",
    "/-/county/999901",
    "/-/county/999902",
    "/-/report/999901001/2023",
    "/-/report/999901002/2022",
    "/-/report/999901003/2023",
    "/-/report/999901004/2023",
    "/-/report/999902002/2023",
)
"""Pages of the sample archive: the overview, counties and reports."""


class Site:
    """A served archive: `get` answers as a browser would be answered that asks for English, by pages made anew."""

    def __init__(self, path: Path, runner: asyncio.Runner) -> None:
        self.path = path
        self.datasette = serve.app(path)
        self._runner = runner

    def get(self, path: str, **headers: str) -> Any:
        return self.request("GET", path, **headers)

    def request(self, method: str, path: str, **headers: str) -> Any:
        asked = {"accept-language": "en", "cache-control": "no-cache"}
        asked |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self._runner.run(self.datasette.client.request(method, path, headers=asked))

    def rows(self, query: str) -> list[dict[str, Any]]:
        answer = self.get(f"/nianbao/{query}{'&' if '?' in query else '?'}_shape=array".replace("?", ".json?", 1))
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()
        return rows


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        sample.without_gazetteer(patch)
        return sample.build(tmp_path_factory.mktemp("web") / "sample.db")


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def site(archive: Path, runner: asyncio.Runner) -> Site:
    return Site(archive, runner)
