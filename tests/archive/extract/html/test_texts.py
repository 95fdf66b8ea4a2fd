"""Texts of many elements, of one walk over the page, are those that each element gives by itself."""

from __future__ import annotations

import pytest

from archive.extract.html import tree
from archive.extract.html.reader import Parse
from tests.support.paths import ROOT

PAGES = sorted((ROOT / "tests" / "spiders" / "families" / "pages").glob("*/*/*.html"))[:12]
ODD = (
    "<body><div>甲<a href=1>乙<table><tr><td><a href=2>丙</a></table>丁</a><!-- 戊 --><script>己</script>"
    "<ul><li>庚<a>辛</a></ul><div></div><dl><a>壬</a></dl></div>癸"
)


@pytest.mark.parametrize("page", [ODD, *(path.read_text(encoding="utf-8", errors="replace") for path in PAGES)])
@pytest.mark.parametrize("parse", [tree.fast, tree.tolerant])
def test_texts_are_those_of_the_elements(parse: Parse, page: str) -> None:
    root = parse(page)
    assert root is not None
    texts = root.texts()
    for node in root.select("div, ul, ol, dl, nav, section, table, td, a"):
        assert texts.of(node) == node.text()
        assert texts.length_of_links(node) == sum(len(link.text()) for link in node.select("a"))
