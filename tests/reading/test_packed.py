"""Packed files: what is told of those that cannot be read, and which of several reports is taken."""

from __future__ import annotations

import zipfile
from io import BytesIO

from archive import reading
from archive.reading.document import Document, Unreadable
from tests.proof.writers import packed
from tests.reading import generate, report


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_spreadsheet_in_binary_parts_is_refused_with_the_reason() -> None:
    answer = reading.read(packed({"xl/workbook.bin": "0", "xl/theme/theme1.xml": "<a/>"}))
    assert isinstance(answer, Unreadable)
    assert ".xlsb" in answer.reason


def test_parts_may_be_named_with_backslashes() -> None:
    parts = _parts(generate.docx())
    document = reading.read(packed({name.replace("/", "\\"): text for name, text in parts.items()}))
    assert isinstance(document, Document)
    assert len(document.blocks) == len(report.BLOCKS)
