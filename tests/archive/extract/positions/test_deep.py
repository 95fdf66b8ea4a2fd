"""Figures are found in their page however deep it lies: a thousand elements in one another are read."""

from __future__ import annotations

import pytest

from archive.extract import parser
from archive.extract.facsimile import web_page
from archive.extract.parser import Order
from archive.extract.report.model import Context, Report
from tests.support.paths import ROOT

PAGE = (ROOT / "tests" / "archive" / "extract" / "files" / "report.html").read_text(encoding="gbk")


@pytest.mark.parametrize("tag", ["div", "span", "center", "b"])
def test_a_report_in_many_elements_is_read(tag: str) -> None:
    begin, end, rest = PAGE.partition("<body>")
    data = f"{begin}{end}{f'<{tag}>' * 980}{rest}".encode("gbk")
    report = parser.parse(Order(data, Context()))
    assert isinstance(report, Report)
    assert report.positions
    assert web_page.harmless(data, None, None)
