"""County pages with a trap each, as data: what is served, which reports there are, and what the night may be called.

Knows pages of many platforms; knows nothing of the crawler. `{host}` in a body stands for the site's own address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.support.crawler.outpost import Behaviour, answer, redirect
from tests.support.sites import docx, pdf
from tests.support.sites.blocks import Prose

TOWNS = (
    "城关镇",
    "佐龙镇",
    "滔河镇",
    "官元镇",
    "石门镇",
    "民主镇",
    "大道河镇",
    "堰门镇",
    "蔺河镇",
    "四季镇",
    "孟石岭镇",
    "南宫山镇",
)
COLUMN = "政府信息公开工作年度报告"
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
ALL, HALF, REST = range(12), range(6), range(6, 12)
TRS, SHOW = "/nb/202601/t20260120_{}.html", "/show/{}.htm"
ASP = "/nb/list.asp?cid=5"
Pages = dict[str, "str | Behaviour | list[Behaviour]"]


@dataclass(frozen=True)
class Trap:
    """What is served by path, the paths of all reports to be found, and whether the site can be seen whole."""

    pages: Mapping[str, str | Behaviour | list[Behaviour]]
    reports: Sequence[str]
    ok: bool = True
    start: str = "/nb/index.html"
    not_taken: Sequence[str] = ()


def titled(town: int, year: int = 2025) -> str:
    return f"{TOWNS[town]}{year}年政府信息公开工作年度报告"


def in_full(town: int) -> str:
    return f"岚皋县{TOWNS[town]}人民政府2025年政府信息公开工作年度报告"


def page(inner: str, title: str = COLUMN, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-岚皋县人民政府</title>{head}</head><body>'
        f'<div class="top"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>{inner}</body></html>'
    )


def column(inner: str, head: str = "") -> str:
    return page(f'<div class="location">首页 &gt; 政府信息公开 &gt; {COLUMN}</div>{inner}', head=head)


def report(town: int, year: int = 2025, body: str = "TRS_Editor") -> str:
    text = "".join(f"<p>{part}。本机关按照条例要求开展工作，现将有关情况报告如下。</p>" for part in SECTIONS)
    above = f"<h1>{titled(town, year)}</h1><div>发布时间：{year + 1}-01-20 来源：{TOWNS[town]}人民政府</div>"
    return page(f'{above}<div class="{body}">{text}</div>', titled(town, year))


def item(href: str, title: str, date: str = "2026-01-20") -> str:
    return f'<li><a href="{href}">{title}</a><span>{date}</span></li>'


def shelf(towns: Iterable[int], href: str = SHOW, year: int = 2025, style: str = "list") -> str:
    rows = (item(href.format(year * 100 + n), titled(n, year)) for n in towns)
    return f'<ul class="{style}">{"".join(rows)}</ul>'


def named(title: str, towns: Iterable[int] = ALL) -> Pages:
    """A column of reports under a title of this shape."""
    rows = (item(TRS.format(202500 + n), title.format(town=TOWNS[n])) for n in towns)
    return {"/nb/index.html": column(f'<ul class="list">{"".join(rows)}</ul>'), **documents(ALL, TRS)}


def documents(towns: Iterable[int], href: str = SHOW, year: int = 2025, body: str = "TRS_Editor") -> Pages:
    return {href.format(year * 100 + n): report(n, year, body) for n in towns}


def paths(towns: Iterable[int], href: str = SHOW, year: int = 2025) -> list[str]:
    return [href.format(year * 100 + n) for n in towns]


def whole(inner: str, href: str = SHOW, **more: Sequence[str]) -> Trap:
    """A column on one page that shows all reports."""
    return Trap({"/nb/index.html": column(inner), **documents(ALL, href)}, paths(ALL, href), **more)  # type: ignore[arg-type]


def trs(first: str, second: str | None) -> Trap:
    """Two pages of TRS, of which the second may not be found."""
    pages: Pages = {"/nb/index.html": column(shelf(HALF, TRS) + first), **documents(ALL, TRS)}
    if second is None:
        return Trap(pages, paths(HALF, TRS), ok=False)
    return Trap({**pages, "/nb/index_1.html": column(shelf(REST, TRS) + second)}, paths(ALL, TRS))


def two(first: str, second: str = "", *, found: bool = True) -> Trap:
    """Two pages of a classic list; where the second cannot be found, the night must not be `ok`."""
    pages: Pages = {ASP: column(shelf(HALF) + first), f"{ASP}&page=2": column(shelf(REST) + second), **documents(ALL)}
    return Trap(pages, paths(ALL if found else HALF), found, ASP)


def turned(*pages: tuple[range, str]) -> Trap:
    """Pages of a list, each with the address of its 下一页."""
    numbered = {
        ASP + (f"&page={number}" if number > 1 else ""): column(
            shelf(towns) + f'<div class="pages"><a href="{ASP}{following}">下一页</a></div>'
        )
        for number, (towns, following) in enumerate(pages, 1)
    }
    seen = sorted({n for towns, _ in pages for n in towns})
    return Trap({**numbered, **documents(ALL)}, paths(seen), len(seen) == len(TOWNS), ASP)


def data(value: object) -> bytes:
    return answer(body=json.dumps(value, ensure_ascii=False), Content_Type="application/json")


def years(menu: str) -> Trap:
    """Two years' columns with a menu that is no link."""
    pages: Pages = {f"/nb/{y}/index.html": column(menu + shelf(HALF, year=y)) for y in (2025, 2024)}
    documented = {**documents(HALF), **documents(HALF, year=2024)}
    return Trap({**pages, **documented}, [*documented], start="/nb/2025/index.html")


def _departments() -> str:
    rows = (item(f"/dep/{n}.htm", f"岚皋县第{n}局2025年政府信息公开工作年度报告") for n in range(20))
    return f'<div class="tab on"><ul class="dep">{"".join(rows)}</ul></div>'


def _more() -> Trap:
    """Boxes that show each township's newest report, the older ones behind 更多."""
    pages: Pages = {}
    boxes = ""
    for n in range(4):
        new, old = f"/nb/t{n}/202601/t20260120_{n}.html", f"/nb/t{n}/202501/t20250120_{n}.html"
        head = f'<h3>{TOWNS[n]}<a class="more" href="/nb/t{n}/index.html">更多&gt;&gt;</a></h3>'
        boxes += f'<div class="box">{head}<ul class="list">{item(new, titled(n))}</ul></div>'
        both = item(new, titled(n)) + item(old, titled(n, 2024), "2025-01-20")
        pages |= {new: report(n), old: report(n, 2024), f"/nb/t{n}/index.html": column(f"<ul>{both}</ul>")}
    return Trap({**pages, "/nb/index.html": column(boxes)}, [path for path in pages if "_" in path])


def _files() -> Trap:
    def text(n: int) -> tuple[Prose, ...]:
        return tuple(Prose(line) for line in (in_full(n), *SECTIONS))

    links = "".join(item(f"/files/{n}.{kind}", in_full(n)) for n, kind in enumerate(("docx", "pdf", "txt")))
    files: Pages = {
        "/files/0.docx": answer(body=docx.write(in_full(0), text(0)), Content_Type=docx.MEDIA_TYPE),
        "/files/1.pdf": answer(body=pdf.write(in_full(1), text(1)), Content_Type=pdf.MEDIA_TYPE),
        "/files/2.txt": answer(body="\n".join([in_full(2), *SECTIONS]), Content_Type="text/plain; charset=utf-8"),
    }
    return Trap({"/nb/index.html": column(f'<ul class="list">{links}</ul>'), **files}, list(files))


def _gkmlpt(shown: range, *, escaped: bool) -> Trap:
    query = "?a=1&b=2" if escaped else ""
    where = {n: f"/lg/gkmlpt/content/0/{n}/post_{n}.html{query}" for n in shown}
    title = "<em>{}</em>2025年政府信息公开&nbsp;工作年度报告" if escaped else "{}2025年政府信息公开工作年度报告"
    records = [
        {
            "title": title.format(TOWNS[n]),
            "url": "{host}" + path.replace("&", "&amp;"),
            "display_publish_time": 1768900000,
        }
        for n, path in where.items()
    ]
    said = {"total": len(TOWNS), "articles": records}
    api = "/lg/gkmlpt/api/all/2629?page={}&sid=755031"
    pages: Pages = {
        "/lg/gkmlpt/index": page(
            '<div id="app"></div><script>window._CONFIG={SID: "755031", ANNUAL_ID: 2629}</script>'
        ),
        api.format(1): json.dumps(said, ensure_ascii=False),
        api.format(2): json.dumps({**said, "articles": []}),
        **{path: report(n, body="article-content") for n, path in where.items()},
    }
    return Trap(pages, list(where.values()), len(shown) == len(TOWNS), "/lg/gkmlpt/index")


def _manuscripts(*, total: object = None, nested: bool = False) -> Trap:
    """An interface that hands out five records at a time, whatever it is asked for."""
    where = {n: f"/nb/202601/{n:032x}.shtml" for n in ALL}
    records = [{"title": titled(n), "url": f"202601/{n:032x}.shtml", "publishedTime": "2026-01-20 10:00"} for n in ALL]
    parts = [{"results": records[start : start + 5]} for start in (0, 5, 10, 15)]
    told = [part if total is None else {**part, "total": total} for part in parts]
    script = 'var websiteId="ab12"; var channelId="cd34"; $.post("/interface-cms/qryManuscriptByWebsiteId",{})'
    pages: Pages = {
        "/nb/index.html": column(f'<div id="list"></div><script>{script}</script>'),
        "/interface-cms/qryManuscriptByWebsiteId": [
            data({"status": "ok", "data": one} if nested else {"status": "ok", **one}) for one in told
        ],
        **{path: report(n, body="ucapcontent") for n, path in where.items()},
    }
    return Trap(pages, list(where.values()))


def _jpaas(pager: str) -> Trap:
    fields = {"webId": "1", "tplSetId": "2", "pageType": "column", "tagId": "列表", "pageId": "5"}
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    href = "/art/2026/art_{:032x}.html"

    def asked(number: int) -> str:
        wanted = json.dumps({"pageNo": number, "pageSize": 15}, separators=(",", ":"))
        return f"{unit}?{urlencode(fields | {'paramJson': wanted})}"

    def told(towns: range) -> bytes:
        rows = "".join(item(href.format(n), titled(n)) for n in towns)
        return data({"success": True, "data": {"html": f'<ul class="list">{rows}</ul>{pager}'}})

    query = str(fields).replace(" ", "")
    pages: Pages = {
        "/nb/index.html": column(f'<div querydata="{query}" url="{unit}"></div><script src="x.js"></script>'),
        **{asked(number): told(towns) for number, towns in enumerate((HALF, REST, range(0)), 1)},
        **{href.format(n): report(n, body="main-txt") for n in ALL},
    }
    return Trap(pages, [href.format(n) for n in ALL])


_CUT = {n: titled(n)[:12] + "…" for n in ALL}
_CLICK = '<li><a href="javascript:void(0)" onclick="window.open(\'{}\')">{}</a><span>2026-01-20</span></li>'
_SELECT = (
    '<select onchange="location.href=this.value"><option value="/nb/2025/index.html">2025年</option>'
    '<option value="/nb/2024/index.html">2024年</option></select>'
)
_ONCLICK = "".join(f"<li onclick=\"location.href='/nb/{y}/index.html'\">{y}年</li>" for y in (2025, 2024))
_TABLE = "".join(
    f'<tr><td>·</td><td><a href="{SHOW.format(202500 + n)}">{titled(n)}</a></td><td>[2026-01-1{n % 9}]</td>'
    f'<td>·</td><td><a href="{SHOW.format(202501 + n)}">{titled(n + 1)}</a></td><td>[2026-01-2{n % 9}]</td></tr>'
    for n in range(0, 12, 2)
)
_LOOK = "<table>{}</table>".format(
    "".join(
        f"<tr><td>{n + 1}</td><td>{TOWNS[n]}</td><td>2025</td>"
        f'<td><a href="{SHOW.format(202500 + n)}">查看</a></td></tr>'
        for n in ALL
    )
)
_HOT = '<div class="side"><h3>热点文章</h3>{}</div>'
_EXPLAINED = "".join(item(f"/zx/{n}.html", f"{TOWNS[n]}2024年政府信息公开工作年度报告解读") for n in range(9))
_FRAMES = '<frameset rows="90,*"><frame src="/top.html"><frame src="/inc/main.html"></frameset>'

TRAPS: dict[str, Trap] = {
    # pagers of known platforms
    "trs: a stale call in a comment": trs(
        '<!--createPageHTML(1, 0, "index", "html");--><script>createPageHTML(2, 0, "index", "html");</script>',
        '<script>createPageHTML(2, 1, "index", "html");</script>',
    ),
    "trs: numbers as variables": trs(
        "<script>var countPage = 2//共几页\nvar currentPage = 0;</script>",
        "<script>var countPage = 2\nvar currentPage = 1;</script>",
    ),
    "trs: a pager of its own": trs('<div id="pages"></div><script>createPage(2, 0, "index", "html");</script>', None),
    "trs: the last page repeats": Trap(
        {
            "/nb/index.html": column(shelf(HALF, TRS) + '<script>createPageHTML(2, 0, "index", "html");</script>'),
            "/nb/index_1.html": column(shelf(HALF, TRS) + '<script>createPageHTML(2, 0, "index", "html");</script>'),
            **documents(HALF, TRS),
        },
        paths(HALF, TRS),
        ok=False,
    ),
    "gkmlpt: escaped links and titles": _gkmlpt(ALL, escaped=True),
    "gkmlpt: a capped list": _gkmlpt(HALF, escaped=False),
    "manuscripts: capped, no total": _manuscripts(),
    "manuscripts: capped": _manuscripts(total=12),
    "manuscripts: the total in words": _manuscripts(total="12"),
    "manuscripts: the total inside": _manuscripts(total=12, nested=True),
    "jpaas: no pager": _jpaas(""),
    "jpaas: a pager of another make": _jpaas('<div class="page" total="12" totalpage="2"></div>'),
    "vsb: a line on top of the lines": Trap(
        {
            "/xxgk/nb.htm": column(
                f"<ul>{item('/info/1001/1.htm', titled(0))}</ul><ul>"
                + "".join(
                    item(f"/info/1001/{n + 1}.htm", titled(n)).replace("<li", f'<li id="line_u9_{n}"')
                    for n in range(1, 12)
                )
                + "</ul>"
            ),
            **{f"/info/1001/{n + 1}.htm": report(n, body="v_news_content") for n in ALL},
        },
        [f"/info/1001/{n + 1}.htm" for n in ALL],
        start="/xxgk/nb.htm",
    ),
    # pagers by general means
    "next: a picture": two('<div><a href="?cid=5&amp;page=2"><img src="n.gif" alt="下一页"></a></div>'),
    "next: a title": two('<div><a href="?cid=5&amp;page=2" title="下一页"><i class="r"></i></a></div>'),
    "next: arrows behind it": two('<div><a href="?cid=5&amp;page=2">下一页 &gt;&gt;</a></div>'),
    "next: in brackets": two('<div><a href="?cid=5&amp;page=2">[后一页]</a></div>'),
    "next: in English": two('<div class="pagination"><a href="?cid=5&amp;page=2">Next »</a></div>'),
    "next: a form": two('<form><input name=page value=2><input type=submit value="下一页"></form>', found=False),
    "next: only a last page": two('<p><a href="?cid=5">首页</a> <a href="?cid=5&amp;page=2">尾页</a></p>', found=False),
    "numbers: no mark": two(
        '<div class="pages">1 <a href="?cid=5&amp;page=2">2</a></div>',
        '<div class="pages"><a href="?cid=5">1</a> 2</div>',
    ),
    "numbers: in brackets": two(
        '<p>[1] <a href="?cid=5&amp;page=2">[2]</a></p>', '<p><a href="?cid=5">[1]</a> [2]</p>'
    ),
    "numbers: by post": two(
        '<table class="pager"><tr><td><b>1</b></td><td><a href="javascript:__doPostBack(2)">2</a></td></tr></table>',
        found=False,
    ),
    "numbers: to choose from": two(
        '<p>跳转 <select><option value="?cid=5" selected>第1页</option><option value="?cid=5&amp;page=2">第2页</option>'
        "</select></p>",
        '<p>跳转 <select><option value="?cid=5">第1页</option><option value="?cid=5&amp;page=2" selected>第2页</option>'
        "</select></p>",
    ),
    "more: only the total is said": two("<p>共有12条信息 每页6条</p>", found=False),
    "more: on a click": two('<div class="more" onclick="loadMore()">加载更多</div>', found=False),
    "more: a script's number of pages": two(
        '<div id="p"></div><script>draw("p", totalPage = 2);</script>', found=False
    ),
    "more: a plug-in's number of items": two(
        '<div id="p"></div><script>laypage.render({elem:"p",count:12,limit:6});</script>', found=False
    ),
    "the pager wraps to the first page": turned((range(5), "&page=2"), (range(5, 10), "&page=3"), (range(10, 12), "")),
    "the last page is shown for ever": turned(
        (range(5), "&page=2"), (range(5, 10), "&page=3"), (range(10, 12), "&page=4"), (range(10, 12), "&page=5")
    ),
    "the page number is ignored": turned((range(5), "&page=2"), (range(5), "&page=3")),
    # titles
    "titles: cut": whole(f"<ul>{''.join(item(TRS.format(202500 + n), _CUT[n]) for n in ALL)}</ul>", TRS),
    "titles: cut behind the year": Trap(named("{town}2025年..."), paths(ALL, TRS)),
    "titles: 年度报告": Trap(named("{town}2025年度报告"), paths(ALL, TRS)),
    "titles: township and year": Trap(named("{town}2025年"), paths(ALL, TRS)),
    "titles: township": Trap(named("{town}"), paths(ALL, TRS)),
    "titles: no year": Trap(named("{town}政府信息公开工作年度报告"), paths(ALL, TRS)),
    "titles: 查看": whole(_LOOK),
    "titles: in parts, the day apart": whole(
        "<ul>"
        + "".join(
            f'<li><span class="m">01-20</span><em>2026</em><a href="{SHOW.format(202500 + n)}"><b>{TOWNS[n]}</b>2025年'
            "<font color=red>政府信息公开</font>工作年度报告</a></li>"
            for n in ALL
        )
        + "</ul>"
    ),
    # where lists stand
    "two reports a row": whole(f'<table class="list">{_TABLE}</table>'),
    "a box of look-alikes beside it": Trap(
        {
            "/nb/index.html": column(_HOT.format(f'<ul class="hot">{_EXPLAINED}</ul>') + shelf(range(4))),
            **documents(range(4)),
        },
        paths(range(4)),
        not_taken=["/zx/1.html"],
    ),
    "a box of other years' reports beside it": Trap(
        {
            "/nb/index.html": column(_HOT.format(shelf(range(9), year=2024, style="hot")) + shelf(range(4))),
            **documents(range(4)),
            **documents(range(9), year=2024),
        },
        [*paths(range(4)), *paths(range(9), year=2024)],
    ),
    "townships in the second tab": whole(
        _departments() + f'<ul class="town">{"".join(item(SHOW.format(202500 + n), in_full(n)) for n in ALL)}</ul>'
    ),
    "a box a year": Trap(
        {
            "/nb/index.html": column(
                "".join(f'<div class="box y{y}"><h3>{y}年</h3>{shelf(HALF, year=y)}</div>' for y in (2025, 2024, 2023))
            ),
            **documents(HALF),
            **documents(HALF, year=2024),
            **documents(HALF, year=2023),
        },
        [path for y in (2025, 2024, 2023) for path in paths(HALF, year=y)],
    ),
    "a box a township, the rest behind 更多": _more(),
    "years to choose from": years(_SELECT),
    "years on a click": years(f'<ul class="years">{_ONCLICK}</ul>'),
    "items on a click": whole(f"<ul>{''.join(_CLICK.format(SHOW.format(202500 + n), titled(n)) for n in ALL)}</ul>"),
    "some items on a click": whole(
        f'<ul class="list">{"".join(item(SHOW.format(202500 + n), titled(n)) for n in HALF)}'
        + "".join(_CLICK.format(SHOW.format(202500 + n), titled(n)) for n in REST)
        + "</ul>"
    ),
    # addresses
    "the base is another folder": Trap(
        {
            "/zw/list.html": column(shelf(ALL, "202601/t20260120_{}.html"), head='<base href="/nb/">'),
            **documents(ALL, TRS),
        },
        paths(ALL, TRS),
        start="/zw/list.html",
    ),
    "a session in each address": Trap(
        {
            "/nb/list.jsp?cid=5": column(
                f"<ul>{''.join(item(f'/nb/show.jsp;jsessionid=A{n}B?id={n}', titled(n)) for n in ALL)}</ul>"
            ),
            **{f"/nb/show.jsp?id={n}": report(n) for n in ALL},
        },
        [f"/nb/show.jsp?id={n}" for n in ALL],
        start="/nb/list.jsp?cid=5",
    ),
    "files instead of pages": _files(),
    # ways there
    "redirects in a circle": Trap(
        {"/nb/index.html": redirect("/nb/b.html"), "/nb/b.html": redirect("/nb/index.html")}, [], ok=False
    ),
    "the list in a frame": Trap(
        {
            "/nb/index.html": column('<iframe src="/inc/list5.html"></iframe>'),
            "/inc/list5.html": column(shelf(ALL)),
            **documents(ALL),
        },
        paths(ALL),
    ),
    "a set of frames": Trap(
        {
            "/nb/index.html": f"<html><head><meta charset=utf-8><title>{COLUMN}</title></head>{_FRAMES}</html>",
            "/inc/main.html": column(shelf(ALL)),
            "/top.html": page("<a href='/'>首页</a>"),
            **documents(ALL),
        },
        paths(ALL),
    ),
    "a script that leads on": Trap(
        {
            "/nb/index.html": '<html><script>window.location.href="/nb/list/index.html";</script></html>',
            "/nb/list/index.html": column(shelf(ALL)),
            **documents(ALL),
        },
        paths(ALL),
    ),
    "the report where its list should be": Trap({"/nb/index.html": report(0)}, [], ok=False),
}
