"""Comments are taken out, and the end of a page is recognised, also of pages that never close what they open."""

from __future__ import annotations

import time

import pytest

from spiders.pages.comments import is_closed, without_comments


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a<!-- b -->c", "ac"),
        ("a/* b */c", "ac"),
        ("a // b\nc", "a \nc"),
        ("http://a/b", "http://a/b"),
        ("a<!-- b", "a<!-- b"),
        ("a/* b <!-- c --> d", "a/* b  d"),
        ("a /*///b", "a /*"),
        ("/*a*///b", ""),
        ("<!-- // --> a", " a"),
        ("", ""),
    ],
)
def test_comments_are_left_out(text: str, left: str) -> None:
    assert without_comments(text) == left


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "\n",
        "<!-- 0.05 s -->",
        "<script>x</script>",
        "<script src=a></script>\n<!-- a -->\n",
        "<!-- a --> b <!-- c -->",
    ],
)
def test_a_page_may_end_with_comments_and_scripts(tail: str) -> None:
    assert is_closed(f"<html>文</body></HTML>{tail}")


@pytest.mark.parametrize(
    "tail", ["文", "<!-- a", "<!-->", "<script>x", "<!-- a --> b", "<p>", "<script></script><!--->"]
)
def test_a_page_that_goes_on_behind_its_end_is_not_closed(tail: str) -> None:
    assert not is_closed(f"<html>文</body></html>{tail}")


@pytest.mark.parametrize("unit", ["<!--", "/*", "</html><!--", "</html><!-- a -->", "</body><script></script>"])
def test_hostile_ends_take_no_time(unit: str) -> None:
    page = unit * 20_000 + "x"
    began = time.process_time()
    assert not is_closed(page)
    without_comments(page)
    assert time.process_time() - began < 2
