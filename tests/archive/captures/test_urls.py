"""Which addresses are one, and which must never be taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures.urls import canonical

SAME = [
    ("http://www.a.gov.cn/nb/1.html", "https://a.gov.cn/nb/1.html"),
    ("http://m.a.gov.cn/nb/1.html", "https://www.a.gov.cn/mobile/nb/1.html"),
    ("http://a.gov.cn/nb/", "http://a.gov.cn/nb/index.html"),
    ("http://a.gov.cn", "http://a.gov.cn:80/default.aspx"),
    ("http://a.gov.cn/x.jsp?b=2&a=1", "http://a.gov.cn/x.jsp?a=1&b=2"),
    ("http://a.gov.cn/x.jsp;jsessionid=A1B2?id=7", "http://a.gov.cn/x.jsp?id=7&JSESSIONID=99"),
    ("http://a.gov.cn/x.html?_t=1700000000000", "http://a.gov.cn/x.html#top"),
    ("http://a.gov.cn//nb/./c/../1.html", "http://A.GOV.CN/nb/1.html"),
    ("http://a.gov.cn/%e5%b9%b4.html", "http://a.gov.cn/年.html"),
    ("http://a.gov.cn/x?n=%c4%ea", "http://a.gov.cn/x?n=%C4%EA"),
    ("http://a.gov.cn/x?n=%C4%EA", "http://a.gov.cn/x?n=%E5%B9%B4"),
    ("http://a.gov.cn/x?n=a|b{c}", "http://a.gov.cn/x?n=a%7Cb%7Bc%7D"),
    ("http://a.gov.cn/a|b[c]", "http://a.gov.cn/a%7Cb%5Bc%5D"),
    ("http://a.gov.cn", "http://a.gov.cn/"),
]
DIFFERENT = [
    ("http://a.gov.cn/nb/index_1.html", "http://a.gov.cn/nb/index.html"),
    ("http://a.gov.cn/x.jsp?id=7", "http://a.gov.cn/x.jsp?id=8"),
    ("http://a.gov.cn/x.jsp?t=3", "http://a.gov.cn/x.jsp?t=4"),
    ("http://xxgk.a.gov.cn/1.html", "http://www.a.gov.cn/1.html"),
    ("http://a.gov.cn:8080/1.html", "http://a.gov.cn/1.html"),
    ("http://a.gov.cn/A.html", "http://a.gov.cn/a.html"),
    ("http://a.gov.cn/x?n=%c4%ea", "http://a.gov.cn/x?n=%c4%eb"),
    ("http://a.gov.cn/x?a=1&currentPage=2", "http://a.gov.cn/x?a=1%C2%A4tPage=2"),
    ("http://gov.cn/1.html", "http://m.cn/1.html"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_spellings_of_one_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_may_hold_something_else_stays_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.text(max_size=60))
def test_anything_has_a_canonical_form_that_is_its_own(written: str) -> None:
    once = canonical("http://a.gov.cn/" + written)
    assert canonical("http://" + once) == once
