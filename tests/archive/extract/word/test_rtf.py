"""Characters of RTF that stand as `\\u` with a fallback, and as bytes of the file's charset."""

from __future__ import annotations

import pytest

from archive.extract.layout.document import Document, Paragraph
from archive.extract.word import rtf


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (rb"\uc2\u20013\'d6\'d0\'ce\'c4", "中文"),
        (rb"\uc1\u20013\'3f\'ce\'c4", "中文"),
        (rb"\uc1\u20013?\'ce\'c4", "中文"),
        (rb"\uc2\u20013\'d6", "中"),
        (rb"\'d6\'d0\'ce" + b"\r\n" + rb"\'c4 2", "中文 2"),
        (rb"\uc2\u20013\'d6\b\'ce\'c4", "中文"),  # a control word ends the fallback
        (rb"\'d6\lang2052\'d0", "\ufffd\ufffd"),  # and cuts a character
    ],
)
def test_a_fallback_is_left_out_and_what_follows_it_read(written: bytes, printed: str) -> None:
    document = rtf.read(rb"{\rtf1\ansicpg936 " + written + rb"\par}")
    assert isinstance(document, Document)
    assert document.blocks == (Paragraph(printed),)
