"""Spreadsheets in binary parts: read by their stored values, and marked as unsure."""

from __future__ import annotations

import importlib
import struct
import zipfile
from io import BytesIO

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Table, Unreadable, UnreadableReason
from archive.extract.parser import Order, parse
from archive.extract.report.model import Context
from tests.support.documents.xlsb import xlsb
from tests.support.documents.zips import packed

_REVIEW: list[list[str | float]] = [
    ["郏县冢头镇2023年政府信息公开工作年度报告"],
    ["四、政府信息公开行政复议、行政诉讼情况"],
    [*("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3],
    [1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
]


def test_a_binary_spreadsheet_is_read_by_its_stored_values() -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    document = formats.read(xlsb([["信息内容", "本年处理决定数量"], ["行政许可", 12.0], ["行政处罚", 0.5]]))
    assert isinstance(document, Document)
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[cell.text if cell else "" for cell in row] for row in table.grid] == [
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "12"],
        ["行政处罚", "0.5"],
    ]


def test_its_tables_are_marked_as_unsure_and_no_sum_is_blamed_on_the_source() -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    blames = {found.rule: found.blame for found in parse(Order(xlsb(_REVIEW), Context())).findings}
    assert blames["review.unsure"] == "reading"
    assert blames["review.reconsideration.total"] == "reading"


def test_without_the_package_it_is_unreadable_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = importlib.import_module

    def without(name: str) -> object:
        if name == "python_calamine":
            raise ImportError(name)
        return imported(name)

    monkeypatch.setattr(importlib, "import_module", without)
    answer = formats.read(xlsb(_REVIEW))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.READER_MISSING


def test_a_broken_one_is_unreadable() -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    data = bytearray(xlsb(_REVIEW))
    data[data.index(b"xl/worksheets") - 8] ^= 0xFF
    assert isinstance(formats.read(bytes(data[: len(data) // 2])), Unreadable)


def test_a_record_that_is_too_short_is_a_broken_file() -> None:
    """calamine panics, which Python sees as an exception that no `except Exception` takes."""
    parts = zipfile.ZipFile(BytesIO(xlsb([["规章", 1.0]])))
    held = {name: parts.read(name) for name in parts.namelist()}
    answer = formats.read(packed(held | {"xl/worksheets/sheet1.bin": b"\x81\x01\x00\x94\x01\x00"}))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.FILE_BROKEN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\x05\x10" + struct.pack("<I", 1), b"\x05\x10" + struct.pack("<I", 2**32 - 1)),  # the number's column
        (struct.pack("<I", 1) + bytes(21), struct.pack("<I", 0x00FFFFFF) + bytes(21)),  # the second row
        (bytes(25), struct.pack("<I", 7) + bytes(21)),  # the first row lies below the second
    ],
)
def test_values_too_far_apart_are_refused_before_memory_is_asked_for(before: bytes, after: bytes) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    workbook = zipfile.ZipFile(BytesIO(xlsb([["规章", 1.0], ["规范性文件", 2.0]])))
    parts = {name: workbook.read(name) for name in workbook.namelist()}
    sheet = parts["xl/worksheets/sheet1.bin"]
    assert before in sheet
    answer = formats.read(packed(parts | {"xl/worksheets/sheet1.bin": sheet.replace(before, after, 1)}))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.OVER_LIMIT
