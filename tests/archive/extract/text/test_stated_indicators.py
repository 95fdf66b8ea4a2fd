"""What a text tells in figures, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.extract.report.model import Section
from archive.extract.text.stated_indicators import figures

HERE = Path(__file__).parent / "narrative"
TOLD = json.loads((HERE / "told.json").read_text(encoding="utf-8"))
OTHERS = json.loads((HERE / "others.json").read_text(encoding="utf-8"))
UNITS = json.loads((HERE / "units_of_a_county.json").read_text(encoding="utf-8"))
SILENT = json.loads((HERE / "silent.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["text"][:24])
def test_stated_figures_are_found(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = figures([Section(1, "总体情况", text)])
    assert {figure.indicator: figure.value for figure in found} == case["figures"]
    assert all(text[figure.start : figure.end] == figure.quote and figure.quote for figure in found)


@pytest.mark.parametrize("text", SILENT, ids=lambda text: text[:24])
def test_texts_without_a_figure_give_none(text: str) -> None:
    assert figures([Section(1, "总体情况", text)], 2023) == ()


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: text[:24])
def test_what_other_bodies_did_is_no_figure_of_a_township(text: str) -> None:
    assert figures([Section(1, "总体情况", text)], 2023, of="township") == ()


@pytest.mark.parametrize("text", UNITS, ids=lambda text: text[:24])
def test_what_departments_and_townships_did_is_no_total_of_a_county(text: str) -> None:
    of_all = "全县主动公开政府信息8000条，收到政府信息公开申请50件。"
    found = figures([Section(1, "总体情况", of_all), Section(5, "", text)], 2023, of="county")
    assert {figure.indicator: figure.value for figure in found} == {
        "items_disclosed": 8000,
        "applications_received": 50,
    }


def test_a_plan_ends_with_its_paragraph() -> None:
    text = "下一步，加强业务学习。\n全年组织政务公开培训2次。"
    assert [figure.value for figure in figures([Section(5, "", text)])] == [2]


def test_an_indicator_stated_with_two_values_is_left_out() -> None:
    sections = [Section(1, "", "全年主动公开政府信息12条。"), Section(5, "", "全年主动公开政府信息15条。")]
    assert figures(sections) == ()
