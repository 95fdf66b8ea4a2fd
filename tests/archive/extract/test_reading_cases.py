"""Every directory under `cases` is an input and what must be read from it, by both readers of web pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.extract.dispatch import formats
from tests.support.documents.shown import shown
from tests.support.paths import READING_CASES

_CASES = sorted(READING_CASES.iterdir())


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    data = next(case.glob("input.*")).read_bytes()
    expected = case / "expected.json"
    read = shown(formats.read(data))
    if not expected.exists():
        expected.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was written; review it")
    assert read == json.loads(expected.read_text(encoding="utf-8"))
    assert shown(formats.tolerant(data)) == read
