"""The character set is found by trial; a declared one is used only where trials fail."""

from __future__ import annotations

import pytest

from archive.extract.layout.charset import decode

_TEXT = "优干宁镇2023年政府信息公开，㙍䶮𠮷"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", [None, "gb2312", "text/html; charset=utf-8", "iso-8859-1"])
def test_a_wrong_declaration_does_not_mislead(encoding: str, declared: str | None) -> None:
    text = _TEXT if "16" not in encoding else f"<html><body>{_TEXT}"
    assert decode(text.encode(encoding), declared).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_cut_last_character_is_forgiven(encoding: str) -> None:
    whole = "政府信息公开".encode(encoding)
    assert decode(whole[:-1]).text == "政府信息公"


def test_bytes_that_fail_every_trial_are_decoded_as_declared() -> None:
    decoded = decode("台北市政府資訊公開".encode("big5") + b"\xff\xff", "big5")
    assert decoded.charset == "big5"
    assert "台北市政府" in decoded.text
    assert decoded.replaced


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["text/html; charset=ISO-8859-1", "windows-1252", "big5", "gbk", "utf-8", None])
@pytest.mark.parametrize("length", [2, 200])
def test_one_bad_byte_does_not_change_the_encoding(encoding: str, declared: str | None, length: int) -> None:
    whole = f"<p>{_TEXT * length}</p>".encode(encoding)
    at = whole.index("公开".encode(encoding)) + 1
    decoded = decode(whole[:at] + b"\xff" + whole[at + 1 :], declared)
    assert decoded.charset == encoding
    assert "优干宁镇2023年政府信息" in decoded.text


def test_garbled_text_is_reported() -> None:
    mojibake = "政府信息公开工作年度报告，总体情况，主动公开。" * 20
    assert decode(mojibake.encode().decode("gb18030", "replace").encode()).garbled
    assert decode(_TEXT.encode() + b"\xff\xfe\xfd" * 50).garbled
    assert decode((_TEXT * 50).encode()).garbled is None
