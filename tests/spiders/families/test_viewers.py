"""Documents that an article shows in a viewer or a frame are its files, wherever on the page it stands."""

from __future__ import annotations

import pytest

from spiders.families import land
from spiders.pages.page import Page

URL = "http://www.a.gov.cn/zwgk/nb/t20260120_1.html"
PAGE = (
    "<html><head><meta name='ArticleTitle' content='城关镇2025年政府信息公开工作年度报告'></head><body>{above}"
    "<div class='TRS_Editor'>{inside}</div>{below}</body></html>"
)


@pytest.mark.parametrize("place", ["above", "inside", "below"])
@pytest.mark.parametrize(
    ("shown", "file"),
    [
        ("<iframe src='/pdfjs/web/viewer.html?file=/upload/1.pdf'></iframe>", "http://www.a.gov.cn/upload/1.pdf"),
        ("<iframe src='/web/viewer.html?file=../upload/1.pdf'></iframe>", "http://www.a.gov.cn/upload/1.pdf"),
        ("<embed src='./P02026.pdf' type='application/pdf'>", "http://www.a.gov.cn/zwgk/nb/P02026.pdf"),
        ("<object data='/upload/1.pdf'></object>", "http://www.a.gov.cn/upload/1.pdf"),
        (
            "<iframe src='/web/viewer.html?file=/download.jsp%3Fid%3D7'></iframe>",
            "http://www.a.gov.cn/download.jsp?id=7",
        ),
        ("<a href='/web/viewer.html?file=/get/7'>查看报告</a>", "http://www.a.gov.cn/get/7"),
        ("<a href='/preview?file=%2Fupload%2F1.docx&v=1'></a>", None),
        ("<iframe src='/preview?file=%2Fupload%2F1.docx'></iframe>", "http://www.a.gov.cn/upload/1.docx"),
        ("<iframe src='/weather.html'></iframe>", None),
    ],
)
def test_a_shown_document_is_a_file_of_its_article(shown: str, file: str | None, place: str) -> None:
    places = {"above": "", "inside": "<p>　</p>", "below": "", place: shown}
    article = land(Page(URL, PAGE.format(**places))).article
    files = [link.url for link in article.attachments] if article else []
    assert files == ([file] if file else [])


def test_a_file_is_named_by_its_address_in_readable_characters() -> None:
    text = PAGE.format(above="", inside="<iframe src='/upload/城关镇年报.pdf'></iframe>", below="")
    article = land(Page(URL, text)).article
    assert article is not None
    assert [(link.url, link.title) for link in article.attachments] == [
        ("http://www.a.gov.cn/upload/%E5%9F%8E%E5%85%B3%E9%95%87%E5%B9%B4%E6%8A%A5.pdf", "城关镇年报.pdf")
    ]
