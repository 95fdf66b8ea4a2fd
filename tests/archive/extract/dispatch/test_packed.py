"""Packed files: what is told of those that cannot be read, and which of several reports is taken."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from archive.extract import output
from archive.extract.dispatch import formats
from archive.extract.layout.document import Document
from archive.extract.parser import Order, parse
from archive.extract.report.model import Context
from tests.support.documents import generate, report
from tests.support.documents.zips import packed


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_parts_may_be_named_in_another_case() -> None:
    parts = _parts(generate.docx())
    folded = {name.replace("word/", "Word/").replace("document.xml", "Document.xml"): parts[name] for name in parts}
    assert any(name.startswith("Word/") for name in folded)
    document = formats.read(packed(folded))
    assert isinstance(document, Document)
    assert len(document.blocks) == len(report.BLOCKS)


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


def _packed_docx(**documents: bytes) -> bytes:
    return packed({f"{name}.docx": data for name, data in documents.items()})


def _parse(data: bytes, link: str | None = _LINK) -> dict[str, Any]:
    return output.to_json(parse(Order(data, Context(link_title=link))))


def _unread(result: dict[str, Any]) -> list[str]:
    return [found["detail"] for found in result["findings"] if found["rule"] == "document.unread_parts"]


def _blamed(result: dict[str, Any]) -> set[str]:
    return {found["rule"] for found in result["findings"] if found["blame"] == "source"}


@pytest.mark.parametrize(
    "second_report", [_docx("安良镇", more="全年培训三次。" * 9), _docx(year="2022", more="全年培训三次。" * 9)]
)
def test_the_link_chooses_among_several_reports(second_report: bytes) -> None:
    result = _parse(_packed_docx(甲年报=_docx(), 乙年报=second_report))
    assert (result["issuer"]["name"], result["year"]) == ("清溪镇", 2023)
    assert _unread(result) == ["Parts of the packed file, which may be other reports, were not read: 乙年报.docx."]


def test_the_first_year_named_in_a_part_is_its_year() -> None:
    previous_year = _docx(year="2022", more="本报告于2023年1月20日发布，与2023年相比。" * 9)
    assert _parse(_packed_docx(甲=_docx(), 乙=previous_year))["year"] == 2023


def test_nobody_is_blamed_if_the_link_matches_none_of_several_reports() -> None:
    result = _parse(
        _packed_docx(甲年报=_docx("安良镇"), 乙年报=_docx("安良镇", "2022")), "冢头镇2021年政府信息公开工作年度报告"
    )
    disagreeing = [found["blame"] for found in result["findings"] if found["rule"].endswith(".disagrees")]
    assert set(disagreeing) == {"reading"}


def test_the_linked_report_is_found_in_a_file_of_all_townships() -> None:
    other_reports = {f"{chr(0x4E00 + at) * 2}镇2023年年报": _docx(chr(0x4E00 + at) * 2 + "镇") for at in range(14)}
    result = _parse(_packed_docx(**other_reports, 清溪镇2023年年报=_docx()))
    assert result["issuer"]["name"] == "清溪镇"
    assert len(_unread(result)) == 1


def test_the_same_report_in_two_files_is_no_finding() -> None:
    page = generate.html().encode()
    made = BytesIO(_packed_docx(年报=_docx()))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("年报.html", page)
    assert _unread(_parse(made.getvalue())) == []


def test_tables_in_another_part_are_joined_to_the_text() -> None:
    whole = _parse(_docx())
    result = _parse(_packed_docx(年报正文=_docx(tables=False), 年报附表=_docx(text=False)))
    assert result["tables"] == whole["tables"]
    assert result["sections"] == whole["sections"]
    assert _unread(result) == []


@pytest.mark.parametrize(
    ("name", "more_parts"),
    [
        ("安良镇2023年附表", {}),
        ("清溪镇2022年附表", {}),
        ("附表", {"安良镇年报": _docx("安良镇", tables=False)}),
    ],
)
def test_tables_of_uncertain_issuer_are_not_joined_nor_blamed(name: str, more_parts: dict[str, bytes]) -> None:
    result = _parse(_packed_docx(清溪镇2023年年报=_docx(tables=False), **{name: _docx(text=False)}, **more_parts))
    assert result["issuer"]["name"] == "清溪镇"
    assert result["tables"] == {}
    assert name in _unread(result)[0]
    assert "tables.missing" not in _blamed(result)


@pytest.mark.parametrize("suffix", ["docm", "dot", "wpt", "ett", "mhtml", "xml", "gz", "jfif", "ods", "xlsm", ""])
def test_parts_with_any_extension_of_a_document_are_read(suffix: str) -> None:
    assert isinstance(formats.read(packed({f"年报.{suffix}".rstrip("."): _docx()})), Document)


def test_an_unreadable_part_named_like_a_report_is_reported() -> None:
    made = BytesIO(_packed_docx(通知=_docx()))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("年报附件.rar", b"Rar!\x1a\x07\x00")
    assert _unread(_parse(made.getvalue())) == ["Parts of the packed file were not read: 年报附件.rar."]


def test_a_closed_part_beside_a_note_may_be_the_report() -> None:
    result = parse(Order(packed({"a.zip": b"PK\x03\x04 broken", "note.txt": "见附件。".encode()}), Context()))
    assert (result.kind, result.reason_code) == ("unreadable", "file_broken")
