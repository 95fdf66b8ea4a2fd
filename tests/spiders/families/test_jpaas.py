"""Which unit of a jpaas page is read as its list, and which beside it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from spiders.families import jpaas
from spiders.pages.page import Page


def page(*names: str) -> Page:
    units = "".join(f"<div querydata=\"{{'tagId':'{name}','pageId':'1'}}\"></div>" for name in names)
    return Page("http://www.example.gov.cn/zfxxgknb/index.html", units)


def name_in(url: str) -> str:
    return dict(parse_qsl(urlsplit(url).query))["tagId"]


@pytest.mark.parametrize(
    ("names", "main", "others"),
    [
        (("内容区域",), "内容区域", []),
        (("面包屑", "内容1"), "内容1", []),
        (("内容1", "信息列表"), "信息列表", ["内容1"]),
        (("内容1", "ajax分页", "轮播图片"), "ajax分页", ["内容1"]),
        (("甲", "乙"), "甲", ["乙"]),
        (("导航", "页脚"), "导航", []),
        (("News List", "页头"), "News List", []),
    ],
)
def test_every_unit_that_may_be_a_list_is_read(names: tuple[str, ...], main: str, others: list[str]) -> None:
    landing = jpaas.land(page(*names))
    assert landing is not None
    assert landing.listing is not None
    assert landing.listing.next is not None
    assert name_in(landing.listing.next.url) == main
    assert [name for _, name in jpaas.further_lists(page(*names))] == others
    assert [name_in(url) for url, _ in jpaas.further_lists(page(*names))] == others
