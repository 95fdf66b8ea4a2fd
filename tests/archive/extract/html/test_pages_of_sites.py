"""Web pages: what stands around a text changes nothing of it, and both parsers agree."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.dispatch import formats
from archive.extract.layout.document import Block, Document, Paragraph, Table
from tests.support.documents import report

_TABLES = [block for block in report.BLOCKS if not isinstance(block, str)]
_CONTAINERS = ['class="TRS_Editor"', 'id="zoom"', 'class="v_news_content"', 'id="UCAP-CONTENT"', 'class="plain"']


def _article() -> str:
    parts = []
    for block in report.BLOCKS[1:]:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            cells = (
                "".join(f'<td rowspan="{r}" colspan="{c}"><p>{escape(t)}</p></td>' for t, r, c in row) for row in block
            )
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    return "".join(parts)


def _page(container: str, links: list[str], clicks: int, related: list[str]) -> bytes:
    nav = "".join(f'<li><a href="/{i}">{escape(text)}</a></li>' for i, text in enumerate(links))
    more = "".join(f'<li><a href="/n/{i}">{escape(text)}</a></li>' for i, text in enumerate(related))
    return f"""<html><head><title>{report.BLOCKS[0]}</title></head><body><div class="head"><ul>{nav}</ul></div>
<div class="main"><h1>{report.BLOCKS[0]}</h1><p>发布时间：2024-01-19 来源：清溪镇 浏览次数：{clicks}</p><div {container}>{_article()}</div>
<p>浏览次数：{clicks}</p><div class="share">分享到：<a>微信</a></div><div class="prev">上一篇：<a href=x>{escape("".join(related[:1]))}</a></div>
<div class="xgxx"><h3>相关链接</h3><ul>{more}</ul></div></div><div class="footer">主办：某县人民政府</div></body></html>""".encode()  # noqa: E501


def _blocks(data: bytes) -> tuple[Block, ...]:
    document = formats.read(data)
    assert isinstance(document, Document)
    return document.blocks


_LINK_TEXTS = st.lists(st.text("政府信息公开年报新闻动态服务", min_size=2, max_size=14), max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(_CONTAINERS), _LINK_TEXTS, st.integers(0, 10**6), _LINK_TEXTS)
def test_navigation_changes_no_block(container: str, links: list[str], clicks: int, related: list[str]) -> None:
    blocks = _blocks(_page(container, links, clicks, related))
    body = [block for block in blocks if not (isinstance(block, Paragraph) and block.text == report.BLOCKS[0])]
    assert [block.text for block in body if isinstance(block, Paragraph)] == [
        block for block in report.BLOCKS[1:] if isinstance(block, str)
    ]
    assert len([block for block in body if isinstance(block, Table)]) == len(_TABLES)


@pytest.mark.parametrize("container", _CONTAINERS)
def test_the_parsers_agree(container: str) -> None:
    data = _page(container, ["首页", "公开"], 3, ["甲", "乙"])
    fast, tolerant = formats.read(data), formats.tolerant(data)
    assert isinstance(fast, Document)
    assert isinstance(tolerant, Document)
    assert replace(fast, reader="") == replace(tolerant, reader="")


@pytest.mark.parametrize(
    ("around", "key", "value"),
    [
        ("<span>发布时间：</span><span>2024-01-19 11:04</span>", "发布时间", "2024-01-19 11:04"),
        ("<td>信息来源</td><td>清溪镇</td><td>索引号</td><td></td>", "信息来源", "清溪镇"),
        ("发文日期：2024年1月8日 | 来源：清溪镇人民政府 【字体：大 中 小】", "来源", "清溪镇人民政府"),
        ("<li>发 布 机 构：清溪镇</li><li>文号：</li>", "发布机构", "清溪镇"),
        ("日期:2024-01-19&nbsp;&nbsp;&nbsp;点击数:3", "日期", "2024-01-19"),
        ("<span>撰写时间 2026年1月20日</span>", "撰写时间", "2026年1月20日"),
    ],
)
def test_labels_beside_the_text_are_metadata(around: str, key: str, value: str) -> None:
    table = around.startswith("<td>")
    inside = f"<table><tr>{around}</tr></table>" if table else f"<div>{around}</div>"
    document = formats.read(f'<html><body>{inside}<div id="zoom">{_article()}</div></body></html>'.encode())
    assert isinstance(document, Document)
    assert [meta.value for meta in document.metadata if meta.key == key] == [value]
