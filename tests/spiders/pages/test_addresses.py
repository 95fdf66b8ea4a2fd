"""Addresses as browsers read them: the cases that no request on the wire shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.pages.addresses import as_sent, join, redirected, viewed_file

BASE = "http://www.a.gov.cn/nb/index.html"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("HTTP://WWW.A.GOV.CN:80/A.html", "http://www.a.gov.cn/A.html"),
        ("http://政务.中国/", "http://xn--zfr164b.xn--fiqs8s/"),
        ("?page=2", "http://www.a.gov.cn/nb/index.html?page=2"),
        ("javascript:void(0)", None),
        ("mailto:a@a.gov.cn", None),
        ("http://a b.gov.cn/", None),
        ("http://[", None),
        ("http://a.gov.cn:99999/", None),
        ("/\ud800", None),
    ],
)
def test_an_address_is_joined_or_none(written: str, url: str | None) -> None:
    assert join(BASE, written) == url


@pytest.mark.parametrize(
    ("charset", "query"),
    [
        ("utf-8", "%E5%85%AC"),
        ("gb18030", "%B9%AB"),
        ("big5", "%A4%BD"),
        ("utf-16-le", "%E5%85%AC"),
        ("no-such-charset", "%26%2320844%3B"),
    ],
)
def test_a_query_is_encoded_in_the_charset_of_its_page(charset: str, query: str) -> None:
    assert join(BASE, "/公?q=公#公", charset) == f"http://www.a.gov.cn/%E5%85%AC?q={query}#%E5%85%AC"


def test_a_character_that_the_charset_lacks_is_sent_as_a_reference() -> None:
    assert join(BASE, "?q=\U00020000", "gb18030") == "http://www.a.gov.cn/nb/index.html?q=%26%23131072%3B"


@pytest.mark.parametrize(
    "url",
    ["http://www.a.gov.cn", "https://a.gov.cn:443/A?b=%c4", "http://a.gov.cn/x#2629", "http://a.gov.cn/x?a='b'"],
)
def test_an_address_that_can_be_sent_stays_to_the_letter(url: str) -> None:
    assert as_sent(url) == url


@given(st.text(max_size=30))
def test_an_address_as_sent_is_sent_so(written: str) -> None:
    once = as_sent(f"http://a.gov.cn/{written}")
    assert as_sent(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"/a.html", "http://www.a.gov.cn/a.html"),
        ("/年.html".encode(), "http://www.a.gov.cn/%E5%B9%B4.html"),
        ("/?年".encode("gbk"), "http://www.a.gov.cn/?%C4%EA"),
        (b"javascript:alert(1)", None),
    ],
)
def test_a_redirect_keeps_the_bytes_that_it_names(location: bytes, url: str | None) -> None:
    assert redirected(BASE, location) == url


@pytest.mark.parametrize(
    ("viewer", "document"),
    [
        ("/pdfjs/web/viewer.html?file=/upload/1.pdf", "http://www.a.gov.cn/upload/1.pdf"),
        ("/pdfjs/web/viewer.html?file=../../upload/1.pdf#page=1", "http://www.a.gov.cn/upload/1.pdf"),
        ("/js/pdf.js/index.html?v=2&file=%2Fupload%2F%E5%B9%B4.pdf", "http://www.a.gov.cn/upload/%E5%B9%B4.pdf"),
        ("/web/viewer.html?file=http%3A%2F%2Ff.a.gov.cn%2F1.pdf", "http://f.a.gov.cn/1.pdf"),
        ("/web/viewer.html?file=/download.jsp%3Fid%3D7", "http://www.a.gov.cn/download.jsp?id=7"),
        ("/web/viewer.html#file=/upload/1.pdf", "http://www.a.gov.cn/upload/1.pdf"),
        ("/pdfviewer/show?file=/upload/1.pdf", "http://www.a.gov.cn/upload/1.pdf"),
        ("/download.jsp?file=/upload/1.pdf", None),
        ("/web/viewer.html?file=", None),
        ("/web/viewer.html", None),
        ("/web/viewer.html?file=javascript:alert(1)", None),
    ],
)
def test_a_viewer_shows_a_document(viewer: str, document: str | None) -> None:
    assert viewed_file(f"http://www.a.gov.cn{viewer}") == document
