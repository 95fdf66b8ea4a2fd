"""The text is found where a page keeps it for a script to show, and where an answer wraps it or cuts it in pieces."""

from __future__ import annotations

import json
from html import escape
from time import process_time

import pytest

from tests.support.documents.webpage import HEADINGS, SIGNED, TITLE, inside, page, plain, read, sections

_ALL = "".join(sections()) + SIGNED
_PIECES = [*sections()[:-1], sections()[-1] + SIGNED]
_LINKS = "".join(f'<a href="/{at}">政策文件{at}</a> ' for at in range(30))
_MENU = f"<div>{_LINKS}</div><div>{'主办：郏县人民政府办公室 技术支持：县电子政务中心 ' * 8}</div>"
_STRING = json.dumps(_ALL, ensure_ascii=False).replace("/", r"\/")
_ADDED = "".join(f"c+={json.dumps(piece, ensure_ascii=False)};" for piece in _PIECES)
_IN_ROWS = "".join(
    f"c+={json.dumps(piece + '>', ensure_ascii=False)};" for part in _PIECES for piece in part.split(">")[:-1]
)


@pytest.mark.parametrize("before", ["", _MENU], ids=["alone", "menu"])
@pytest.mark.parametrize(
    "kept",
    [
        f"<script>var content={_STRING};</script>",
        f"<script>var c='';{_ADDED}</script>",
        f"<script>var c='';{_IN_ROWS}</script>",
        f'<script type="text/html" id=c>{_ALL}</script>',
        f'<script type="application/json">{{"content":{_STRING}}}</script>',
        f'<input type="hidden" id=c value="{escape(_ALL)}">',
        f'<textarea id=c style="display:none">{escape(_ALL)}</textarea>',
        f'<textarea id=c style="display:none">{escape(escape(_ALL))}</textarea>',
        f"<template id=c>{_ALL}</template>",
    ],
    ids=["string", "pieces", "tags", "html", "json", "input", "textarea", "escaped", "template"],
)
def test_a_text_that_a_script_shows_is_read(kept: str, before: str) -> None:
    assert read(page("", before=before, after=kept)) == read(plain())


def test_a_script_of_a_page_with_a_text_is_left_alone() -> None:
    script = f"<script>var other={json.dumps(_ALL.replace('67', '68'), ensure_ascii=False)};</script>"
    assert read(page(_ALL, after=script)) == read(plain())


def _figures(data: str) -> dict[str, object]:
    return {key: value for key, value in read(data.encode()).items() if key in ("tables", "sections")}


def _json(**told: object) -> str:
    return json.dumps({"code": 200, "title": TITLE, **told}, ensure_ascii=False)


@pytest.mark.parametrize(
    "answer",
    [
        _json(content=escape(_ALL)),
        _json(content=_ALL, summary="一、总体情况2023年，冢头镇认真贯彻条例。", text=TITLE),
        _json(sections=[{"name": name, "content": each} for name, each in zip(HEADINGS, _PIECES, strict=True)]),
        _json(sections=[{"name": name, "content": each} for name, each in zip(HEADINGS, inside(), strict=True)]),
        _json(**{f"field{at}": piece for at, piece in enumerate(_PIECES)}),
        f'<?xml version="1.0" encoding="utf-8"?><root><title>{TITLE}</title><content>{escape(_ALL)}</content></root>',
        f'<?xml version="1.0"?><root><title><![CDATA[{TITLE}]]></title><content><![CDATA[{_ALL}]]></content></root>',
    ],
    ids=["escaped", "summary", "headed", "list", "fields", "xml", "cdata"],
)
def test_the_text_of_an_answer_is_read_whole(answer: str) -> None:
    assert _figures(answer) == {key: value for key, value in read(plain()).items() if key in ("tables", "sections")}


def test_an_answer_with_several_reports_joins_none_of_them() -> None:
    other = _ALL.replace("存在的主要问题", "存在的不足").replace(">67<", ">68<")
    answer = _json(list=[{"title": TITLE, "content": each} for each in (_ALL + "<p></p>", other)])
    assert _figures(answer)["tables"] == read(plain())["tables"]


def test_a_page_with_a_word_document_s_settings_is_no_record_set() -> None:
    settings = (
        "<script>//<![CDATA[\nvar f = 1;\n//]]></script><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
    )
    assert read(page(settings + _ALL)) == read(plain())
    assert read(plain().replace(b"<body>", f"<body>{settings}".encode()))["published_on"] == "2024-01-18"


def test_a_script_of_nothing_but_escaped_quotes_ends_soon() -> None:
    start = process_time()
    read(page("", after='<script>"' + '\\"' * 30_000 + "</script>"))
    assert process_time() - start < 5
