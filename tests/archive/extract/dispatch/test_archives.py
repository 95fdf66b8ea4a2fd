"""RAR and 7-Zip files: the report in them is read, and what was not opened is unreadable with the reason."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout import limits
from archive.extract.layout.document import Document, Unreadable, UnreadableReason
from archive.extract.parser import Order, parse
from archive.extract.report.model import Context
from tests.support.documents import generate, report
from tests.support.documents.archives import rar, seven_zip
from tests.support.documents.zips import packed

Pack = Callable[[Mapping[str, bytes]], bytes]
_REPORT = "清溪镇2023年政府信息公开工作年度报告.docx"


@pytest.fixture(params=[rar, seven_zip])
def pack(request: pytest.FixtureRequest) -> Pack:
    pytest.importorskip("libarchive", reason="libarchive-c is not installed")
    made: Pack = request.param
    return made


def test_the_report_in_an_archive_is_read(pack: Pack) -> None:
    document = formats.read(pack({"说明.txt": "附件为年报。".encode(), _REPORT: generate.docx()}))
    assert isinstance(document, Document)
    assert len(document.blocks) == len(report.BLOCKS)
    assert any(_REPORT in note.text for note in document.notes)


def test_an_archive_may_lie_in_a_zip(pack: Pack) -> None:
    document = formats.read(packed({"年报.rar": pack({_REPORT: generate.docx()})}))
    assert isinstance(document, Document)
    assert len(document.blocks) == len(report.BLOCKS)


def test_a_broken_archive_is_unreadable(pack: Pack) -> None:
    whole = pack({_REPORT: generate.docx()})
    answer = formats.read(whole[: len(whole) // 2])
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.FILE_BROKEN
    assert "archive_p" not in answer.reason, "an address in memory, other on each reading"


def test_an_archive_that_unpacks_to_too_much_is_over_the_limit(monkeypatch: pytest.MonkeyPatch, pack: Pack) -> None:
    monkeypatch.setattr(limits, "UNPACKED", 1000)
    answer = formats.read(pack({"年报.txt": b"0" * 2000}))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.OVER_LIMIT


def test_without_the_library_an_archive_is_unreadable_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    answer = formats.read(rar({_REPORT: b"0"}))
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableReason.READER_MISSING
    assert "nianbao[archives]" in answer.reason


def test_a_note_beside_a_report_that_cannot_be_read_is_not_taken_for_it() -> None:
    result = parse(Order(packed({"说明.txt": "见附件。", _REPORT: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), Context()))
    assert result.kind == "unreadable"
    assert result.reason is not None
    assert _REPORT in result.reason
