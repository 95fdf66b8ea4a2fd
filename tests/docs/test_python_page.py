"""Every block of `docs/python.md` runs, in order and in one namespace, and prints the text below it."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import archive
import crawler
import spiders
from tests.support.paths import ROOT, SAMPLE_PAGE
from tests.support.season import Season, night

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)
"""Each block of code with the output under it, or an empty text where none is shown."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    played = Season.begin(tmp_path_factory.mktemp("python"), night(2, 2), ["langao"])
    for instant in (night(1, 20), night(2, 2), night(2, 3)):
        played.crawl(instant)
    here = played.config.path.parent
    shutil.copy(SAMPLE_PAGE, here / "report.html")
    yield here
    played.end()


def runnable(code: str) -> bool:
    """Whether what a block needs is installed; pandas is optional."""
    return bool(find_spec("pandas")) or "pd." not in code


def lines(text: str) -> list[list[str]]:
    """The words of each line: how wide the columns are is not what the page promises."""
    return [line.split() for line in text.splitlines()]


@pytest.mark.slow
def test_blocks_run_in_order_and_print_what_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for code, shown in BLOCKS:
        if not runnable(code):
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "docs/python.md", "exec"), names)
        assert lines(printed.getvalue()) == lines(shown), code


def test_the_page_has_blocks_and_says_how_pandas_comes() -> None:
    assert len(BLOCKS) > 5
    assert "pip install pandas" in PAGE


@pytest.mark.parametrize("package", [archive, crawler, spiders], ids=lambda package: package.__name__)
def test_each_package_says_that_it_is_typed(package: object) -> None:
    assert (Path(str(getattr(package, "__file__", ""))).parent / "py.typed").exists()
