"""Packed files: what is told of those that cannot be read, and which of several reports is taken."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from archive.extract import output
from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Unreadable
from archive.extract.parser import Order, parse
from archive.extract.report.model import Context
from tests.support.documents import generate, report
from tests.support.proof.writers import packed


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_spreadsheet_in_binary_parts_is_refused_with_the_reason() -> None:
    answer = formats.read(packed({"xl/workbook.bin": "0", "xl/theme/theme1.xml": "<a/>"}))
    assert isinstance(answer, Unreadable)
    assert ".xlsb" in answer.reason


def test_parts_may_be_named_with_backslashes() -> None:
    parts = _parts(generate.docx())
    document = formats.read(packed({name.replace("/", "\\"): text for name, text in parts.items()}))
    assert isinstance(document, Document)
    assert len(document.blocks) == len(report.BLOCKS)


_LINK = "清溪镇2023年政府信息公开工作年度报告"


def _docx(town: str = "清溪镇", year: str = "2023", *, text: bool = True, tables: bool = True, more: str = "") -> bytes:
    """The report of a township and year, or a part of it."""
    blocks: list[str | report.Rows] = [
        block.replace("清溪镇", town).replace("2023", year) + more * (at == 2) if isinstance(block, str) else block
        for at, block in enumerate(report.BLOCKS)
        if (text if isinstance(block, str) else tables)
    ]
    return generate.docx(blocks)


def _zip(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in parts.items():
            file.writestr(f"{name}.docx", data)
    return made.getvalue()


def _said(data: bytes, link: str | None = _LINK) -> dict[str, Any]:
    return output.to_json(parse(Order(data, Context(link_title=link))))


def _unread(said: dict[str, Any]) -> list[str]:
    return [found["detail"] for found in said["findings"] if found["rule"] == "document.unread_parts"]


def _blamed(said: dict[str, Any]) -> set[str]:
    return {found["rule"] for found in said["findings"] if found["blame"] == "source"}


@pytest.mark.parametrize(
    "other", [_docx("安良镇", more="全年培训三次。" * 9), _docx(year="2022", more="全年培训三次。" * 9)]
)
def test_the_link_says_which_of_several_reports_is_meant(other: bytes) -> None:
    said = _said(_zip(甲年报=_docx(), 乙年报=other))
    assert (said["issuer"]["name"], said["year"]) == ("清溪镇", 2023)
    assert _unread(said) == ["Parts of the packed file, which may be other reports, were not read: 乙年报.docx."]


def test_the_year_that_a_part_names_first_is_its_own() -> None:
    former = _docx(year="2022", more="本报告于2023年1月20日发布，与2023年相比。" * 9)
    assert _said(_zip(甲=_docx(), 乙=former))["year"] == 2023


def test_nobody_is_blamed_where_the_link_means_none_of_several_reports() -> None:
    said = _said(_zip(甲年报=_docx("安良镇"), 乙年报=_docx("安良镇", "2022")), "冢头镇2021年政府信息公开工作年度报告")
    disagreeing = [found["blame"] for found in said["findings"] if found["rule"].endswith(".disagrees")]
    assert set(disagreeing) == {"reading"}


def test_a_file_of_all_townships_is_searched_for_the_one_that_is_meant() -> None:
    others = {f"{chr(0x4E00 + at) * 2}镇2023年年报": _docx(chr(0x4E00 + at) * 2 + "镇") for at in range(14)}
    said = _said(_zip(**others, 清溪镇2023年年报=_docx()))
    assert said["issuer"]["name"] == "清溪镇"
    assert len(_unread(said)) == 1


def test_the_same_report_in_two_files_is_no_finding() -> None:
    page = generate.html().encode()
    made = BytesIO(_zip(年报=_docx()))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("年报.html", page)
    assert _unread(_said(made.getvalue())) == []


def test_tables_in_another_part_are_joined_to_the_text() -> None:
    whole = _said(_docx())
    said = _said(_zip(年报正文=_docx(tables=False), 年报附表=_docx(text=False)))
    assert said["tables"] == whole["tables"]
    assert said["sections"] == whole["sections"]
    assert _unread(said) == []


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("安良镇2023年附表", {}),
        ("清溪镇2022年附表", {}),
        ("附表", {"安良镇年报": _docx("安良镇", tables=False)}),
    ],
)
def test_tables_that_may_be_anothers_are_not_joined_and_nobody_is_blamed(name: str, beside: dict[str, bytes]) -> None:
    said = _said(_zip(清溪镇2023年年报=_docx(tables=False), **{name: _docx(text=False)}, **beside))
    assert said["issuer"]["name"] == "清溪镇"
    assert said["tables"] == {}
    assert name in _unread(said)[0]
    assert "tables.missing" not in _blamed(said)


@pytest.mark.parametrize("suffix", ["docm", "dot", "wpt", "ett", "mhtml", "xml", "gz", "jfif", "ods", "xlsm", ""])
def test_parts_are_read_under_any_name_of_a_document(suffix: str) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(f"年报.{suffix}".rstrip("."), _docx())
    assert isinstance(formats.read(made.getvalue()), Document)


def test_a_part_that_cannot_be_read_and_is_called_a_report_is_told() -> None:
    made = BytesIO(_zip(通知=_docx()))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("年报附件.rar", b"Rar!\x1a\x07\x00")
    assert _unread(_said(made.getvalue())) == ["Parts of the packed file were not read: 年报附件.rar."]
