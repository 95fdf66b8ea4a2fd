"""For each CMS family, the smallest walk that finds everything a site lists. Independent of the crawler, and of the
families' own code but for the paths at which a crawl starts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from tests.support.sites.client import get

Walker = Callable[[str], Iterator[str]]
_ITEM = re.compile(r'<a href="([^"]+)"[^>]*\btitle="[^"]+"')


def items(url: str, text: str) -> list[str]:
    """The addresses of the links with a title attribute: in these sites, the items of a list."""
    return [urljoin(url, unescape(found)) for found in _ITEM.findall(text)]


def links(url: str, text: str, pattern: str) -> list[str]:
    """The addresses of all links that `pattern` finds, each once."""
    found = (urljoin(url, unescape(link)) for link in re.findall(r'<a [^>]*?href="([^"]+)"', text))
    return list(dict.fromkeys(link for link in found if re.search(pattern, link)))


def _by_call(column: str, call: str, page: Callable[[int], str], first: int) -> Iterator[str]:
    """A list whose pager is a script call: (total, current) are the numbers in it."""
    text = get(column).text
    match = re.search(call, text)
    assert match
    total, current = int(match[1]), int(match[2])
    assert current == first
    yield from items(column, text)
    for number in range(first + 1, first + total):
        url = urljoin(column, page(number))
        yield from items(url, get(url).text)
    assert get(urljoin(column, page(first + total))).status == 404


def trs(start: str) -> Iterator[str]:
    menu = urljoin(start, "/zfxxgk/")
    (column,) = links(menu, get(menu).text, r"/zfxxgknb/$")
    text = get(column).text
    shelves = links(column, text, r"/zfxxgknb/\w+/") if "createPageHTML" not in text else [column]
    host = urlsplit(start).netloc
    for shelf in shelves:
        for address in _by_call(shelf, r'createPageHTML\((\d+), (\d+), "index"', lambda k: f"index_{k}.htm", 0):
            if urlsplit(address).netloc == host:
                yield address


def ucap(start: str) -> Iterator[str]:
    (column,) = links(start, get(start).text, r"/c106061/list\.shtml$") if start.endswith("/") else [start]
    yield from _by_call(column, r"createPageHTML\('page_div', (\d+), (\d+)", lambda k: f"list_{k}.shtml", 1)


def moved(start: str) -> Iterator[str]:
    yield from trs(start) if links(start, get(start).text, r"/zfxxgk/$") else ucap(start)


def hanweb(start: str) -> Iterator[str]:
    text = get(start).text
    total = int(re.findall(r"totalRecord:(\d+)", text)[0])
    names = ("appid", "webid", "columnid", "unitid", "permissiontype")
    fixed = "&".join(f"{name}={_parameter(name, text)}" for name in names)
    proxy = urljoin(start, "/module/web/jpage/dataproxy.jsp")
    seen: list[str] = []
    for first in range(1, total + 1, 20):
        body = f"{fixed}&path=/&webname={quote('县')}"
        window = f"startrecord={first}&endrecord={first + 19}&perpage=20"
        answer = get(f"{proxy}?{window}", "POST", body, referer=start)
        seen += items(start, answer.text)
    assert seen[:15] == items(start, text)
    yield from (url.partition("?")[0] for url in seen)


def _parameter(name: str, text: str) -> str:
    match = re.search(rf"\b{name}:'?(\d+)", text)
    assert match
    return match[1]


def hanweb_by_groups(start: str) -> Iterator[str]:
    """The other way through a Hanweb list: each group names the next."""
    url, text = start, get(start).text
    while True:
        yield from (found.partition("?")[0] for found in items(start, text))
        onward = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
        if not onward:
            return
        url = urljoin(url, onward[1])
        text = get(url).text


def vsb(start: str) -> Iterator[str]:
    (url,) = links(start, get(start).text, r"ndbg\.htm$")
    seen = 0
    while True:
        text = get(url).text
        found = items(url, text)
        seen += len(found)
        yield from found
        onward = re.search(r'<a href="([^"]+)" class="Next">下页', text)
        if not onward:
            break
        url = urljoin(url, onward[1])
    assert seen == int(re.findall(r"共(\d+)条", text)[0])


def jpaas(start: str) -> Iterator[str]:
    fields = dict(re.findall(r"'(\w+)': '([^']*)'", re.findall(r'queryData="([^"]+)"', get(start).text)[0]))
    query = "&".join(f"{key}={quote(value)}" for key, value in fields.items())
    unit = urljoin(start, "/api-gateway/jpaas-publish-server/front/page/build/unit")
    first = json.loads(get(f"{unit}?{query}&pageNo=2").text)["data"]["html"]
    total = int(re.findall(r'count="(\d+)"', first)[0])
    for number in range(1, -(-total // 15) + 1):
        param = quote(json.dumps({"pageNo": number, "pageSize": 15}))
        html = json.loads(get(f"{unit}?{query}&paramJson={param}").text)["data"]["html"]
        assert number > 1 or html == first
        yield from items(start, html)


def annual(start: str) -> Iterator[str]:
    for organ in links(start, get(start).text, "xxgkAnnualReport"):
        for url in links(organ, get(organ).text, "xxgkAnnualReport"):
            if "暂无年度报告" not in get(url).text:
                year, area = re.findall(r"fbtime=(\d+)&area=(\w+)", url)[0]
                yield urljoin(start, f"/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={year}")


def lonsun(start: str) -> Iterator[str]:
    for organ in links(start, get(start).text, "/public/column/"):
        yield from links(organ, get(organ).text, "timeFrame=")


def manuscripts(start: str) -> Iterator[str]:
    text = get(start).text
    website, channel = (re.findall(rf'{name}Id = \[?"(\w+)"', text)[0] for name in ("website", "channel"))
    query = urljoin(start, "/interface-cms/qryManuscriptByWebsiteId")
    number = 0
    while True:
        number += 1
        asked = {"websiteId": website, "channelId": [channel], "pageNum": number, "pageSize": 15}
        answer = json.loads(get(query, "POST", json.dumps(asked), content_type="application/json").text)
        if not answer["results"]:
            return
        yield from (urljoin(start, one["url"]) for one in answer["results"])


def gkmlpt(start: str) -> Iterator[str]:
    for organ in links(start, get(start).text, "gkmlpt/annualreport"):
        sid = re.findall(r"SID: '(\d+)'", get(organ).text)[0]
        category = urlsplit(organ).fragment
        answer = json.loads(get(urljoin(organ, f"api/all/{category}?page=1&sid={sid}")).text)
        assert answer["total"] == len(answer["articles"])
        yield from (one["post_url"] for one in answer["articles"])


def _by_link(pattern: str) -> Walker:
    """A list whose pages name the next one in a plain link."""

    def walk(url: str) -> Iterator[str]:
        while True:
            text = get(url).body.decode("gb18030" if "asp" in pattern else "utf-8")
            yield from items(url, text)
            onward = re.search(pattern, text)
            if not onward:
                return
            url = urljoin(url, unescape(onward[1]))

    return walk


def odd(start: str) -> Iterator[str]:
    (column,) = links(start, get(start).text, "channel/38")
    yield from _by_link(r'<a rel="next" href="([^"]+)"')(column)


WALKERS: Mapping[str, Walker] = {
    "annual": annual,
    "asp": _by_link(r'<a href="(list\.asp[^"]+)">下一页'),
    "gkmlpt": gkmlpt,
    "hanweb": hanweb,
    "jpaas": jpaas,
    "leaf": _by_link(r'<a class="next" href="([^"]+)"'),
    "lonsun": lonsun,
    "manuscripts": manuscripts,
    "mirror": trs,
    "moved": moved,
    "odd": odd,
    "trs": trs,
    "ucap": ucap,
    "vsb": vsb,
}
