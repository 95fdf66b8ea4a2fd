"""The depth of a page is found before any tree is built, in time that grows with the page."""

from __future__ import annotations

import random

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.extract.dispatch import formats
from archive.extract.html import nesting
from archive.extract.layout.document import Document, Unreadable, UnreadableReason

_ROW = '<li><a href="/art/2024/1/2/art_1_2.html">冢头镇2023年政府信息公开工作年度报告</a><span>2024-01-02</span>'


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "<div>",
            "<ul><li>",
            "<ol><li>",
            "<table><tr><td>",
            "<span>",
            "<blockquote>",
            "<b></p>",
            "<a><div>",
            "<b a=1>",
        ),
        *(
            "<details>",
            "<p><b>",
            "<dl><dd>",
            "<svg>",
            "<select><option>",
            '<div title="</div>">',
            "<!--><div>",
            "<pre>",
        ),
        *('<div "></div><div ">', "<span><div></span>", "<b><div></b>", "<span><p></span>", "<i><font><table>"),
    ],
)
def test_a_page_of_50_000_elements_in_one_another_is_refused(unit: str) -> None:
    page = f"<html><body>{unit * 50_000}文"
    assert nesting.is_too_deep(page)
    for read in (formats.read, formats.tolerant):
        refused = read(page.encode())
        assert isinstance(refused, Unreadable)
        assert refused.code is UnreadableReason.OVER_LIMIT


@pytest.mark.parametrize("escaped", ["\\u003cdiv\\u003e", "&lt;div&gt;", "\\u003Cul\\u003E\\u003Cli\\u003E"])
def test_markup_in_an_answer_of_an_interface_is_measured(escaped: str) -> None:
    answer = f'{{"data": "{escaped * 5_000}"}}'
    assert nesting.is_too_deep(answer, in_data=True)
    assert not nesting.is_too_deep(answer)


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + _ROW * 5_000,
        "<p>第一条" * 5_000,
        "<table>" + "<tr><td>1<td>2" * 5_000,
        "<table>" + "<tr><td><p>1</td><td><span>2</td></tr>" * 5_000 + "</table>",
        "<div><span>一</div>" * 5_000,
        "<br>文<img src=a.png>" * 5_000,
        "<script>" + "document.write('<div>');" * 5_000 + "</script>",
        "<!--" + "<div>" * 5_000 + "-->",
        "<dl>" + "<dt>一<dd>二" * 5_000,
        "<select>" + "<option>一" * 5_000,
        '<svg><path d="M0"/></svg><div></div>' * 5_000,
    ],
)
def test_long_pages_that_are_not_deep_are_read(page: str) -> None:
    assert not nesting.is_too_deep(f"<html><body>{page}")


def test_an_ordinary_page_is_not_measured() -> None:
    assert not nesting.is_too_deep("<div>" * 1_500)
    assert isinstance(formats.read(("<html><body>" + "<div>" * 900 + "文").encode()), Document)


def test_pages_of_broken_tags_are_not_much_deeper_than_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the parser's own trees. A few mixtures, which no limit on tags finds, are up to three times as deep."""
    names = [
        *("div", "span", "b", "i", "a", "p", "li", "ul", "ol", "table", "tr", "td", "th", "tbody"),
        *("font", "button", "select", "option", "dl", "dd", "h1", "form", "center", "x"),
    ]
    draw = random.Random(7)
    for _ in range(400):
        unit = "".join(
            f"<{'/' * (draw.random() < 0.45)}{draw.choice(names)}{' a=%d' * (draw.random() < 0.1)}>" for _ in range(4)
        )
        page = "<body>" + "".join(unit.replace("%d", str(number)) for number in range(100)) + "x"
        elements = nesting._OpenElements()
        found = max((elements.follow(name) for name in nesting._names(page)), default=0)
        assert _depth(page) <= 3 * found + 20, unit


def _depth(page: str) -> int:
    root = LexborHTMLParser(page).root
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        assert node is not None
        deepest = max(deepest, depth)
        waiting += [(inside, depth + 1) for inside in node.iter(include_text=False)]
    return deepest


@pytest.mark.parametrize("attribute", ["a ", 'a="1" ', "a='>' ", 'b=">"'])
def test_a_tag_of_very_many_attributes_is_refused(attribute: str) -> None:
    page = f"<html><body><div {attribute * 20_000}>文"
    assert nesting.has_too_many_attributes(page)
    for read in (formats.read, formats.tolerant):
        refused = read(page.encode())
        assert isinstance(refused, Unreadable)
        assert refused.code is UnreadableReason.OVER_LIMIT


@pytest.mark.parametrize(
    "page",
    [
        "<script>if (i<n " + "a b " * 20_000 + ") x > 1</script>",
        "<!-- <div " + "a " * 20_000 + "> -->",
        "<div title='" + "a=1 " * 20_000 + "'>",
        "<a href=x>" * 5_000,
    ],
)
def test_long_tags_of_few_attributes_are_read(page: str) -> None:
    assert not nesting.has_too_many_attributes(page)


def test_a_box_of_endless_choices_is_refused() -> None:
    """The parser goes through all of a box for each choice that is added."""
    page = "<html><body><select>{}</select></body></html>"
    assert nesting.has_too_many_options(page.format("<OPTION value=1>某镇</option>" * (nesting.MOST_OPTIONS + 1)))
    assert not nesting.has_too_many_options(page.format("<option value=1>某镇</option>" * 3000))
    assert not nesting.has_too_many_options(page.format("<optional>" * (nesting.MOST_OPTIONS + 1)))
