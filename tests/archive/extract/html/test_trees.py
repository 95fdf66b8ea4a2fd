"""Both parsers take elements out of a page and put texts in their places, and lose nothing beside them."""

from __future__ import annotations

import pytest

from archive.extract.dispatch import formats
from archive.extract.html import tree
from archive.extract.html.reader import Parse
from archive.extract.layout.document import Document, Paragraph

PARSERS = pytest.mark.parametrize("parse", [tree.fast, tree.tolerant])


@PARSERS
@pytest.mark.parametrize("between", ["", "<i>丙</i>", "<!-- 注 -->"])
def test_an_element_is_cut_out_of_its_text(parse: Parse, between: str) -> None:
    root = parse(f"<body><div>甲<b>一</b>乙{between}<b>二</b>\x0b丁<b>三</b></div>")
    assert root is not None
    first, second, third = root.select("b")
    first.remove()
    second.replace("替")
    third.remove()
    kept = "丙" if "丙" in between else ""
    assert root.text().replace("\x0b", "") == f"甲乙{kept}替丁"


@PARSERS
def test_markup_is_in_normal_form(parse: Parse) -> None:
    root = parse('<body><table><td title="a>b" nowrap>1 &gt; 0<td></table>')
    assert root is not None
    (table,) = root.select("table")
    markup = table.markup()
    assert markup.count("<td") == markup.count("</td>") == 2
    assert all("<" not in piece for piece in markup.split("<")[1:])
    assert markup.replace("&gt;", "").count(">") == markup.count("<")
    assert 'nowrap=""' in markup or 'nowrap="nowrap"' in markup


@pytest.mark.parametrize("read", [formats.read, formats.tolerant])
def test_a_comment_in_a_tag_that_lacks_its_end_hides_nothing_behind_it(read: formats.Reader) -> None:
    text = "".join(f"<p>总体情况之{number}</p>" for number in "一二三")
    page = read(f"<body><div id=zoom>{text}<p class=a<!-- 注 -->前段</p><p>后段</p></div></body>".encode())
    assert isinstance(page, Document)
    assert [block.text for block in page.blocks if isinstance(block, Paragraph)][-1] == "后段"
