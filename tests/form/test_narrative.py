"""What a text tells in figures, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.form.narrative import figures
from archive.form.reading import Section

HERE = Path(__file__).parent / "narrative"
TOLD = json.loads((HERE / "told.json").read_text(encoding="utf-8"))
SILENT = json.loads((HERE / "silent.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["text"][:24])
def test_told(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = figures([Section(1, "总体情况", text)])
    assert {figure.indicator: figure.value for figure in found} == case["figures"]
    assert all(text[figure.start : figure.end] == figure.quote and figure.quote for figure in found)


@pytest.mark.parametrize("text", SILENT, ids=lambda text: text[:24])
def test_silent(text: str) -> None:
    assert figures([Section(1, "总体情况", text)], 2023) == ()


def test_an_indicator_told_with_two_values_is_left_out() -> None:
    sections = [Section(1, "", "全年主动公开政府信息12条。"), Section(5, "", "全年主动公开政府信息15条。")]
    assert figures(sections) == ()
