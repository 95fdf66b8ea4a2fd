"""What was escaped once more than markup is, and what only looks like an escape."""

from __future__ import annotations

import pytest

from spiders.pages.escapes import read_entities, read_script_string


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("甲镇&quot;年报&quot;", '甲镇"年报"'),
        ("a&#20013;&#x56fd;&nbsp;b", "a中国\xa0b"),
        ("/x?id=1&amp;currentPage=2", "/x?id=1&currentPage=2"),
        ("/x?id=1&currentPage=2&copy=3&para=4&not", "/x?id=1&currentPage=2&copy=3&para=4&not"),
        ("&amp;amp;", "&amp;"),
        ("AT&T; 甲&乙", "AT&T; 甲&乙"),
    ],
)
def test_whole_entities_are_read_once(text: str, read: str) -> None:
    assert read_entities(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\/nb\/1.html", "/nb/1.html"),
        (r"\u002fnb\x2f1.html", "/nb/1.html"),
        (r"C:\\nb", r"C:\nb"),
        ("/nb/1.html", "/nb/1.html"),
    ],
)
def test_a_string_is_what_its_script_sees(text: str, read: str) -> None:
    assert read_script_string(text) == read
