"""What shows on a page that its list goes on, though no next page can be asked for."""

import pytest

from spiders.families import pagers
from spiders.pages.page import Page

HERE = "http://www.example.gov.cn/nb/index.html"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<a href="javascript:;">下一页</a>', "behind a script"),
        ('<input type="submit" value="下一页">', "behind a script"),
        ('<a href="/nb/">首页</a><a href="/nb/9.html">尾页</a>', "as the last one"),
        ('<div onclick="more()">点击加载更多</div>', "on a click"),
        ("<div class=pages><b>1</b><a href=javascript:go(2)>2</a></div>", "after 1 of 2"),
    ],
)
def test_a_list_shows_that_it_goes_on(text: str, says: str) -> None:
    found = pagers.unread(Page(HERE, text))
    assert found
    assert says in found


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
    assert pagers.unread(Page(HERE, text)) is None
