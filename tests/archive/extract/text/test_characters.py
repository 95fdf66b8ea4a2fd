"""A report in traditional characters is read as one in simplified ones, which itself stays as it is."""

from __future__ import annotations

from pathlib import Path

from archive.extract.html import reader
from archive.extract.layout.document import Document
from archive.extract.parser import Order, parse
from archive.extract.report.model import Context, Report
from archive.extract.text import characters
from archive.gazetteer import traditional

PAGE = (Path(__file__).parents[1] / "form_cases" / "bases" / "report.html").read_text("utf-8")
_MANY, _FEW = traditional.TABLE.read_text("utf-8").splitlines()
TRADITIONAL = str.maketrans({few: many for many, few in zip(_MANY, _FEW, strict=True)} | {"于": "於"})


def read(page: str) -> Report:
    return parse(Order(page.encode(), Context(county_code="410425"), name="report.html"))


def test_a_report_in_traditional_characters() -> None:
    plain, other = read(PAGE), read(PAGE.translate(TRADITIONAL))
    assert (other.kind, other.year, other.form) == (plain.kind, plain.year, plain.form)
    assert other.tables == plain.tables
    assert [(f.indicator, f.value) for f in other.narrative] == [(f.indicator, f.value) for f in plain.narrative]
    assert [f.rule for f in other.findings] == [f.rule for f in plain.findings]


def test_a_report_in_simplified_characters_is_not_touched() -> None:
    document = reader.read(PAGE.replace("我镇", "於潜镇乾县").encode())
    assert isinstance(document, Document)
    assert characters.in_simplified(document) is document
