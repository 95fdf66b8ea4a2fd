"""Which links lead towards annual reports, and which pages are about them."""

from __future__ import annotations

import pytest

from spiders.pages.page import Link, Page
from spiders.walk.discovery import (
    NAMED_SCORE,
    Way,
    about,
    belongs_to_report,
    canonical,
    onward_addresses,
    rank,
    score,
)

SITE = "http://www.example.gov.cn"
TOWNSHIPS = {"冢头镇", "城关镇"}


def test_links_come_in_the_order_of_their_worth() -> None:
    page = Page(
        f"{SITE}/",
        '<a href="/xwzx/">新闻中心</a><a href="/zwgk/">政务公开</a><a href="/zfxxgk/">政府信息公开</a>'
        '<a href="/zfxxgk/zfxxgknb/">政府信息公开年报</a><a href="/zfxxgk/zfxxgkzn/">政府信息公开指南</a>'
        '<a href="/zfxxgk/bg.pdf">政府信息公开年报</a><a href="http://elsewhere.example.com/zfxxgknb/">政府信息公开年报</a>',
    )
    leads = rank(page, admits=lambda url: url.startswith(SITE))
    assert [lead.link.url for lead in leads] == [f"{SITE}/zfxxgk/zfxxgknb/", f"{SITE}/zfxxgk/", f"{SITE}/zwgk/"]
    assert leads[0].reason == "names the annual reports on open information; the address says annual report"


@pytest.mark.parametrize(
    "title",
    [
        "政府信息公开指南",
        "政府信息公开制度",
        "政府信息公开目录",
        "依申请公开",
        "法治政府建设年度报告",
        "政府网站工作年度报表",
        "预算公开",
    ],
)
def test_what_names_something_else_is_worth_nothing(title: str) -> None:
    assert score(Link(f"{SITE}/zfxxgk/zfxxgknb/", title)).score < 0


@pytest.mark.parametrize(
    "title", ["2023年", "2023", "2023年度", "2023年政府信息公开年报", "冢头镇", "冢头镇人民政府", "郏县冢头镇"]
)
def test_years_and_townships_are_branches_of_a_page_about_reports(title: str) -> None:
    link = Link(f"{SITE}/x/", title)
    assert score(link, townships=TOWNSHIPS, reports=True).branch
    assert not score(link, townships=TOWNSHIPS, reports=False).branch


@pytest.mark.parametrize("title", ["郏县", "财政局", "2023年工作要点", "冢头", "首页"])
def test_links_without_a_year_or_township_are_no_branches(title: str) -> None:
    assert not score(Link(f"{SITE}/x/", title), townships=TOWNSHIPS, reports=True).branch


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("/col/col12/index.html", "<title>政府信息公开年报</title>"),
        ("/a/", '<meta name="ColumnName" content="政府信息公开工作年度报告">'),
        ("/a/", '<div class="position">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>'),
        ("/zwgk/zfxxgknb/", ""),
        ("/bmxxgk/xz/gdz/gknb_147048/", ""),
        ("/gk/nb2025xz/", ""),
    ],
)
def test_a_page_is_about_reports_by_its_name_its_place_or_its_address(url: str, text: str) -> None:
    assert about(Page(SITE + url, text))


@pytest.mark.parametrize(
    "text", ["<title>某县人民政府</title>", "<title>政府信息公开指南</title>", "<title>政府信息公开</title>"]
)
def test_a_page_about_something_else_is_not_about_reports(text: str) -> None:
    assert about(Page(f"{SITE}/zfxxgk/", text)) is None


def test_an_attachment_belongs_by_its_name_or_where_there_is_nothing_else() -> None:
    assert belongs_to_report(Link(f"{SITE}/a.docx", "冢头镇2023年政府信息公开年度报告.docx"), alone=False)
    assert belongs_to_report(Link(f"{SITE}/P020240119.docx", "P020240119.docx"), alone=False)
    assert not belongs_to_report(Link(f"{SITE}/b.docx", "办事流程图.docx"), alone=False)
    assert belongs_to_report(Link(f"{SITE}/b.docx", "办事流程图.docx"), alone=True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.gov.cn/t1.html?isMobile=false", "https://a.gov.cn/t1.html", True),
        ("http://a.gov.cn/x.jsp?area=1&fbtime=2019", "http://a.gov.cn/x.jsp?fbtime=2019&area=1", True),
        ("http://a.gov.cn/x;jsessionid=AB1", "http://a.gov.cn/x", True),
        ("http://a.gov.cn/nb/index.html", "http://a.gov.cn/nb/", True),
        ("http://a.gov.cn/nb/index_1.html", "http://a.gov.cn/nb/", False),
        ("http://a.gov.cn/x?page=1", "http://a.gov.cn/x?page=2", False),
        ("http://a.gov.cn/x?name=%B9%AB", "http://a.gov.cn/x?name=%BF%AA", False),
        ("http://a.gov.cn/年报/1.html", "http://a.gov.cn/%E5%B9%B4%E6%8A%A5/1.html", True),
        ("http://a.gov.cn/gkmlpt/annualreport#1", "http://a.gov.cn/gkmlpt/annualreport#2", False),
    ],
)
def test_addresses_are_compared_without_what_changes_nothing(one: str, other: str, same: bool) -> None:
    assert (canonical(one) == canonical(other)) is same


@pytest.mark.parametrize(
    "text",
    [
        "<html><frameset><frame src='/b.htm'></frameset></html>",
        "<title>政府信息公开年报</title><iframe src='/b.htm'></iframe>",
        "<meta http-equiv='Refresh' content='0; url=/b.htm'>",
        "<script>window.location.href='/b.htm'</script>",
    ],
)
def test_a_page_may_do_nothing_but_send_to_another(text: str) -> None:
    assert onward_addresses(Page("http://www.example.gov.cn/a.htm", text)) == ["http://www.example.gov.cn/b.htm"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url='/nb/list 1.html'", ["/nb/list%201.html"]),
        ("0;URL=/nb/list 1.html ", ["/nb/list%201.html"]),
        ("0;url=/nb/?a=1;b=2", ["/nb/?a=1;b=2"]),
        ('1.5 , "/nb/"; x', ["/nb/"]),
        ("0 /nb/", ["/nb/"]),
        ("600", []),
        ("5;", []),
        ("0;url=", []),
    ],
)
def test_a_refresh_is_read_as_browsers_do(content: str, expected: list[str]) -> None:
    quoted = content.replace('"', "&quot;")
    page = Page("http://www.example.gov.cn/a.htm", f'<meta http-equiv="refresh" content="{quoted}">')
    assert onward_addresses(page) == [f"http://www.example.gov.cn{path}" for path in expected]


@pytest.mark.parametrize(
    "text",
    [
        "<iframe src='/weather.htm'></iframe>",
        "<script>document.cookie='a=b';location.href='/b.htm'</script>",
        f"<p>{'字' * 2000}</p><script>if (mobile) location.href='/b.htm'</script>",
    ],
)
def test_a_challenge_a_box_and_a_page_with_text_send_nowhere(text: str) -> None:
    assert onward_addresses(Page("http://www.example.gov.cn/a.htm", text)) == []


def test_what_a_box_of_reports_shows_more_of_is_followed() -> None:
    box = "<div><h3>{}<a href='/{}/'>更多&gt;&gt;</a></h3><ul><li><a href='/{}.htm'>{}</a></li></ul></div>"
    reports = box.format("镇街", "towns", "1", "甲镇2025年政府信息公开工作年度报告")
    page = Page("http://www.example.gov.cn/nb/", reports + box.format("要闻", "news", "2", "县长调研"))
    found = {lead.link.url: lead.way for lead in rank(page, reports=True)}
    assert found["http://www.example.gov.cn/towns/"] is Way.WHOLE
    assert "http://www.example.gov.cn/news/" not in found


ROW = "<ul><li><a href='/nb/202601/t1.html'>冢头镇2025年政府信息公开工作年度报告</a></li></ul>"


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>政府信息公开年报</h3><a class='more' href='/c8001/'><img src='/m.png'></a>{row}</div>",
        "<div><h3>政府信息公开年报<a href='/c8001/'>更多&gt;&gt;</a></h3>{row}</div>",
        "<div><div class='hd'>年报<a href='/c8001/'>+</a></div>{row}</div>",
        "<div><div class='hd'>年报<span><a href='/c8001/'>&gt;&gt;</a></span></div>{row}</div>",
        "<div>{row}<a href='/c8001/'>查看更多年报</a></div>",
        "<div>{row}<p><a href='/c8001/'>MORE</a></p></div>",
        "<div><h3><a href='/c8001/'>政府信息公开年报</a></h3>{row}</div>",
        "<div><div class='tit'><span><a href='/c8001/'>信息公开年度报告</a></span></div><div>{row}</div></div>",
        "<dl><dt><a href='/c8001/'>年度报告</a></dt><dd>{row}</dd></dl>",
        "<div><h3>年报</h3><a href='/c8001/' class='more'></a>{row}</div>",
        "<div><h3>年报<a href='/c8001/' class='btn'></a></h3>{row}</div>",
        "<div><h3>年报<a href='/c8001/'><img src='/1.png' alt='更多'></a></h3>{row}</div>",
        "<div><h3>年报<a href='/c8001/'><img src='/1.png' alt='1.png'></a></h3>{row}</div>",
        "<div><div><a href='/c8001/'>政府信息公开年报</a></div>{row}</div>",
        "<div><p><a href='/c8001/'>乡镇信息公开工作年度报告</a></p>{row}</div>",
    ],
)
def test_the_list_behind_a_box_of_reports_is_followed_from_any_page(box: str) -> None:
    page = Page(f"{SITE}/zfxxgk/", f"<title>政府信息公开</title>{box.format(row=ROW)}")
    leads = {lead.link.url: lead for lead in rank(page)}
    assert leads[f"{SITE}/c8001/"].way is Way.WHOLE
    assert leads[f"{SITE}/c8001/"].score >= NAMED_SCORE


@pytest.mark.parametrize(
    "markup",
    [
        "<div><a href='/zfxxgk/'>政府信息公开</a> &gt; <a href='/c8001/'>政府信息公开年报</a></div><div>{row}</div>",
        "<div class='nav'><h3><a href='/c8001/'>政府信息公开年报</a></h3><a href='/c8002/'>指南</a></div>{row}",
        "<div><h3>要闻<a href='/c8001/'>更多</a></h3><a href='/1.html'>县长调研</a></div>{row}",
        "<div><h3>统计<a href='/c8001/'>更多</a></h3><a href='/1.html'>2024年统计年报</a></div>{row}",
        "<ul><li><a href='/c8001/'>安良镇政府信息公开年报</a><li><a href='/2'>冢头镇2025年政府信息公开年报</a></ul>",
        "<ul><li><a href='/c8001/'>安良镇2025年年报</a><li><a href='/2'>冢头镇2025年政府信息公开年报</a></ul>",
    ],
)
def test_a_place_a_menu_and_another_box_are_not_the_list_behind_a_box(markup: str) -> None:
    page = Page(f"{SITE}/zfxxgk/", markup.format(row=ROW))
    assert all(lead.way is not Way.WHOLE for lead in rank(page))


COUNTY = {"升坊镇", "三岔河镇", "八塘乡", "东山街道", "青山回族乡"}
MENU = "<ul><li><a href='/c1/'>{}</a></li><li><a href='/c2/'>{}</a></li><li><a href='/c3/'>{}</a></li></ul>"


@pytest.mark.parametrize(
    "names",
    [
        ("升坊", "三岔河", "八塘"),
        ("升坊镇人民政府", "东山街道办事处", "八塘乡"),
        ("某县升坊镇", "青山", "东山"),
    ],
)
@pytest.mark.parametrize(("reports", "way"), [(True, Way.BRANCH), (False, Way.ORGAN)])
def test_a_menu_of_organs_is_known_with_and_without_their_kind(names: tuple[str, ...], reports: bool, way: Way) -> None:
    leads = rank(Page(f"{SITE}/xz/", MENU.format(*names)), townships=COUNTY, reports=reports)
    assert {lead.link.url: lead.way for lead in leads} == {f"{SITE}/c{n}/": way for n in (1, 2, 3)}


def test_a_menu_of_pictures_is_named_by_what_stands_for_them() -> None:
    picture = "<img src='/1.png' alt='{}'>"
    menu = MENU.format(*(picture.format(name) for name in ("升坊镇", "三岔河镇", "八塘乡")))
    leads = rank(Page(f"{SITE}/xz/", menu), townships=COUNTY, reports=True)
    assert [lead.link.title for lead in leads if lead.branch] == ["升坊镇", "三岔河镇", "八塘乡"]


def test_news_about_townships_are_no_menu_of_organs() -> None:
    page = Page(f"{SITE}/", MENU.format("县长调研升坊镇", "防汛检查组到三岔河镇", "丰收在八塘乡"))
    assert rank(page, townships=COUNTY) == ()


def test_one_name_without_its_kind_is_no_menu_of_organs() -> None:
    page = Page(f"{SITE}/nb/", MENU.format("东山", "东山旅游", "首页"))
    assert rank(page, townships=COUNTY, reports=True) == ()


@pytest.mark.parametrize(
    "tabs",
    [
        "<ul class='tab'><li><a href='/c1023/'>基层</a></li></ul>",
        "<div id='xxk'><a href='/c1023/'>县级部门</a></div>",
        "<p><a href='/c1023/'>镇办</a></p>",
        "<p><a href='/c1023/'>镇（街道）</a></p>",
        "<p><a href='/c1023/'>乡镇、街道办事处</a></p>",
        "<p><a href='/c1023/'>各乡镇</a></p>",
        "<ul class='tabs'><li data-url='/c1023/'>镇办</li></ul>",
        "<select><option value='/c1023/'>2024年</option></select>",
        "<iframe src='/c1023/'></iframe>",
        "<iframe data-src='/c1023/'></iframe>",
        "<object data='/c1023/'></object>",
        "<iframe id='f' src=''></iframe><script>document.getElementById('f').src='/c1023/';</script>",
        "<iframe id='f'></iframe><script>var u = '/c1023/'; document.getElementById('f').src = u;</script>",
        "<iframe id='f'></iframe><script>$('#f').attr(\"src\", \"/c1023/\")</script>",
        "<ul class='ztree'></ul><script>var zNodes=[{id:1,pId:0,name:'冢头镇',url:'/c1023/'}];</script>",
        '<script>var years=[{"name":"2024年","href":"/c1023/"}]</script>',
    ],
)
def test_what_stands_beside_a_list_of_reports_is_followed(tabs: str) -> None:
    leads = rank(Page(f"{SITE}/nb/", ROW + tabs), townships=TOWNSHIPS, reports=True)
    assert [lead.belongs_to_reports for lead in leads if lead.link.url == f"{SITE}/c1023/"] == [True]


@pytest.mark.parametrize(
    "markup",
    [
        "<ul class='tab'><li><a href='/c1023/'>政府信息公开指南</a></li></ul>",
        "<ul class='table'><li><a href='/c1023/'>县长信箱</a></li></ul>",
        "<iframe id='f'></iframe><script>document.getElementById('f').src='/c1023/?id='+id;</script>",
        "<script>img.src='/c1023/'</script>",
        "<script>var a={name:'冢头镇',click:'show(3)'}</script>",
        "<iframe src='about:blank'></iframe>",
    ],
)
def test_what_leads_to_something_else_or_nowhere_is_not_followed(markup: str) -> None:
    assert rank(Page(f"{SITE}/nb/", ROW + markup), townships=TOWNSHIPS, reports=True) == tuple(
        lead for lead in rank(Page(f"{SITE}/nb/", ROW), townships=TOWNSHIPS, reports=True)
    )
