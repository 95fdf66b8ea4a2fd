"""The text is found where it is embedded for a script to show, and where an answer wraps or splits it."""

from __future__ import annotations

import json
from html import escape
from time import process_time

import pytest

from tests.support.documents.webpage import HEADINGS, SIGNED, TITLE, page, plain_page, read, section_texts, sections

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
    "embedded",
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
def test_a_text_that_a_script_shows_is_read(embedded: str, before: str) -> None:
    assert read(page("", before=before, after=embedded)) == read(plain_page())


def test_scripts_are_ignored_on_a_page_with_a_text() -> None:
    script = f"<script>var other={json.dumps(_ALL.replace('67', '68'), ensure_ascii=False)};</script>"
    assert read(page(_ALL, after=script)) == read(plain_page())


def _figures(data: str) -> dict[str, object]:
    return {key: value for key, value in read(data.encode()).items() if key in ("tables", "sections")}


def _json(**fields: object) -> str:
    return json.dumps({"code": 200, "title": TITLE, **fields}, ensure_ascii=False)


@pytest.mark.parametrize(
    "answer",
    [
        _json(content=escape(_ALL)),
        _json(content=_ALL, summary="一、总体情况2023年，冢头镇认真贯彻条例。", text=TITLE),
        _json(sections=[{"name": name, "content": content} for name, content in zip(HEADINGS, _PIECES, strict=True)]),
        _json(sections=[{"name": name, "content": text} for name, text in zip(HEADINGS, section_texts(), strict=True)]),
        _json(**{f"field{at}": piece for at, piece in enumerate(_PIECES)}),
        f'<?xml version="1.0" encoding="utf-8"?><root><title>{TITLE}</title><content>{escape(_ALL)}</content></root>',
        f'<?xml version="1.0"?><root><title><![CDATA[{TITLE}]]></title><content><![CDATA[{_ALL}]]></content></root>',
    ],
    ids=["escaped", "summary", "headed", "list", "fields", "xml", "cdata"],
)
def test_the_whole_text_of_an_answer_is_read(answer: str) -> None:
    assert _figures(answer) == {
        key: value for key, value in read(plain_page()).items() if key in ("tables", "sections")
    }


def test_several_reports_in_one_answer_are_not_joined() -> None:
    second_report = _ALL.replace("存在的主要问题", "存在的不足").replace(">67<", ">68<")
    answer = _json(list=[{"title": TITLE, "content": content} for content in (_ALL + "<p></p>", second_report)])
    assert _figures(answer)["tables"] == read(plain_page())["tables"]


def test_settings_of_word_in_a_page_are_not_taken_for_records() -> None:
    settings = (
        "<script>//<![CDATA[\nvar f = 1;\n//]]></script><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
    )
    assert read(page(settings + _ALL)) == read(plain_page())
    assert read(plain_page().replace(b"<body>", f"<body>{settings}".encode()))["published_on"] == "2024-01-18"


def test_a_script_of_escaped_quotes_is_read_in_linear_time() -> None:
    start = process_time()
    read(page("", after='<script>"' + '\\"' * 30_000 + "</script>"))
    assert process_time() - start < 5
