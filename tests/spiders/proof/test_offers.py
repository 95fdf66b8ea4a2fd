"""What offers more of a list, and the statutory form, whose words only look like an offer."""

from __future__ import annotations

import pytest

from spiders.pages.page import Page
from spiders.proof import signs

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEADS, REVIEW = ("".join(f"<td>{name}</td>" for name in names) for names in (COLUMNS, RESULTS))


def offered(body: str) -> list[str]:
    return [way.words for way in signs.offers(Page("http://www.example.gov.cn/nb/", f"<body>{body}</body>"))]


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr>{HEADS}</tr></table>",
        f"<table><tbody><tr>{HEADS.replace('<td>其他</td>', '<td><p><span>其他</span></p></td>')}</tr></tbody></table>",
        f"<table><tr>{HEADS}</tr><tr><td>3.其他</td></tr></table>",
        f"<table><tr>{REVIEW}</tr></table>",
    ],
)
def test_the_heads_of_the_form_offer_nothing(body: str) -> None:
    assert offered(body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>其他</p>", "其他"),
        ("<table><tr><td>首页</td><td>其他</td></tr></table>", "其他"),
        (f"<table><tr>{HEADS}</tr></table><span>更多</span>", "更多"),
    ],
)
def test_the_same_word_elsewhere_offers_more(body: str, words: str) -> None:
    assert words in offered(body)
