"""A new kind of file is an entry of `kinds.FORMATS` and the module that reads it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.extract.dispatch import formats
from archive.extract.layout import kinds, sniffing
from archive.extract.layout.document import Document, Paragraph
from tests.support.documents.zips import packed

READER = """
from archive.extract.layout.document import Document, Paragraph


def read(data):
    return Document("application/x-memo", "memo", blocks=(Paragraph(data[4:].decode()),))
"""
MEMO = kinds.Format("memo", "application/x-memo", "memo_reader", magic=b"MEMO", suffixes="memo")
BOXED = kinds.Format("boxed", "application/x-boxed", "memo_reader", packed=lambda names, _: "box.xml" in names)


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two formats: one by the bytes at its beginning, one by what is packed in it."""
    (tmp_path / "memo_reader.py").write_text(READER, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(kinds, "FORMATS", (*kinds.FORMATS, MEMO, BOXED))
    for cached in (kinds.by_name, kinds.magic_numbers):
        cached.cache_clear()
    yield
    for cached in (kinds.by_name, kinds.magic_numbers):
        cached.cache_clear()


@pytest.mark.usefixtures("memo")
def test_a_new_format_is_an_entry_and_its_reader() -> None:
    data = "MEMO冢头镇2025年度报告".encode()
    assert (sniffing.kind(data), sniffing.media_type(data)) == ("memo", "application/x-memo")
    document = formats.read(data)
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph("冢头镇2025年度报告"),)


@pytest.mark.usefixtures("memo")
def test_a_packed_format_is_known_by_its_parts() -> None:
    assert sniffing.kind(packed({"box.xml": "<box/>"})) == "boxed"


@pytest.mark.parametrize("known", kinds.FORMATS, ids=lambda known: known.kind)
def test_every_format_is_read_or_refused(known: kinds.Format) -> None:
    with_arguments = {"html", "text", *kinds.COLLECTIONS}
    reached_by_another = {"xls"}
    if known.reader:
        assert callable(importlib.import_module(known.reader).read)
    assert bool(known.reader) + bool(known.refusal) == (0 if known.kind in with_arguments | reached_by_another else 1)


def test_no_two_formats_share_a_name_or_their_first_bytes() -> None:
    names = [known.kind for known in kinds.FORMATS]
    magic = [known.magic for known in kinds.FORMATS if known.magic]
    assert (len(set(names)), len(set(magic))) == (len(names), len(magic))
