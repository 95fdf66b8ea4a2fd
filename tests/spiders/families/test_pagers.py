"""What shows on a page that its list goes on, though no next page can be asked for."""

import pytest

from spiders.families import pagers
from spiders.pages.page import Page
from spiders.pages.reasons import ListReason, Reason, because

HERE = "http://www.example.gov.cn/nb/index.html"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<a href="javascript:;">下一页</a><script src="/p.js"></script>', because(ListReason.NEXT_PAGE_BEHIND_SCRIPT)),
        ('<input type="submit" value="下一页">', because(ListReason.NEXT_PAGE_BEHIND_SCRIPT)),
        ('<a href="/nb/">首页</a><a href="/nb/9.html">尾页</a>', because(ListReason.NO_LINK_TO_NEXT_PAGE)),
        ('<div onclick="more()">点击加载更多</div>', because(ListReason.MORE_ON_CLICK)),
        (
            "<div class=pages><b>1</b><a href=javascript:go(2)>2</a></div>",
            because(ListReason.PAGES_WITHOUT_ADDRESS, page=1, last=2),
        ),
    ],
)
def test_a_list_shows_that_it_goes_on(text: str, reason: Reason) -> None:
    assert pagers.find_unread_rest(Page(HERE, text)) == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        '<a class="disabled">下一页</a>',
        '<a href="/nb/">首页</a><a href="https://www.example.gov.cn/nb/">尾页</a>',
        '<a class="slick-next" href="javascript:;">Next</a><a href="javascript:;">›</a>',
        "<div class=pages><a href=/nb/1.html>1</a><b>2</b></div>",
    ],
)
def test_a_list_at_its_end_shows_nothing(text: str) -> None:
    assert pagers.find_unread_rest(Page(HERE, text)) is None
