"""Which links of a page lead towards annual reports: scored by phrases, township names and years. Pure.

Knows the phrases; the names of the county's townships are passed in. Does not decide whether a link's target is a
report: that is decided once the target has been fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from spiders.families.articles import is_file, meta
from spiders.pages.addresses import as_sent
from spiders.pages.escapes import read_script_string
from spiders.pages.links import VAGUE, absolute, ancestors, anchors, collapse_whitespace, rows, whole_title
from spiders.pages.page import Link, Page

MIN_SCORE = 4
"""The score from which a link is worth a request."""

_TITLE: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern), score, reason)
    for pattern, score, reason in (
        (
            r"(?:信息|政务)公开.{0,4}(?:年度?报|年度工作报)|公开年报|公开年度报告",
            12,
            "names the annual reports on open information",
        ),
        (r"年报|年度报告", 6, "names annual reports"),
        (r"(?:政府)?信息公开(?!.*年)", 5, "names open government information"),
        (r"政务公开", 4, "names open government affairs"),
        (r"(?:乡镇|镇街|街道|镇乡|苏木).{0,6}(?:公开|政府|办事处|年报)?$", 3, "names the townships"),
    )
)
_PATH: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), score, reason)
    for pattern, score, reason in (
        (
            r"(?:xx|zw)gk_?(?:nb|ndbg|niandu)|zfxxgkn[bd]|gknb|ndbg|annualreport|nianbao|gkgb",
            8,
            "the address says annual report",
        ),
        (r"(?:^|/)(?:nb|xznb|nbzl)\w{0,10}(?:/|$)", 5, "the address says yearly"),
        (r"xxgk|zwgk|openness|govopen", 2, "the address says open information"),
    )
)
_OFF_TOPIC = re.compile(
    r"指南|制度|目录|依申请|意见箱|解读|图解|办法|规定|条例|征集|举报|监督|领导|机构职能|年鉴|预算|决算|财政|法治政府"
    r"|网站.{0,6}年|政府工作报告|统计|登录|注册|首页|English|无障碍|招聘|采购|收费|处罚|许可"
)
# such as 2025年年报 or 2024年冢头镇政府信息公开工作年度报告
_YEAR = re.compile(r"^\D{0,6}((?:19|20)\d\d)\s*年?(?:度|版)?(?:.{0,8}年报|.{0,12}年度报告)?$")
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s;]+)", re.IGNORECASE)
# such as location.href="/nb/list/index.html"
_ONWARD = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:assign|replace)\(\s*['\"]([^'\"]+)['\"]", re.IGNORECASE
)
_MORE = re.compile(r"^[\W_]*(?:查看)?(?:更多|more|全部)\W*$", re.IGNORECASE)
_MORE_BEHIND = re.compile(r"[\W_]*(?:查看)?(?:更多|more|全部)[\W_]*$", re.IGNORECASE)
_HEADS = "h1, h2, h3, h4, h5, h6, [class*=tit], [class*=head], [class*=hd], dt, th, strong"
_MAX_BOX_ANCESTORS = 4
"""How many elements above a link named 更多 its box may begin."""
_MAX_BOX_NAME = 30
"""The most characters in the name of a box."""
_MAX_REDIRECT_PAGE = 2000
"""The most characters in a page that only redirects by script."""

_IGNORED_PARAMETERS = {"ismobile", "jsessionid", "from"}
_REPORTS = _TITLE[0][0]
_CRUMBS = "[class*=crumb], [class*=position], [class*=location], [class*=dqwz], [class*=weizhi], #position, #crumb"


@dataclass(frozen=True, slots=True)
class Lead:
    """A link that may lead to annual reports. `branch` marks a year's or a township's part of a column."""

    link: Link
    score: int
    reason: str
    branch: bool = False


def rank(
    page: Page,
    *,
    townships: Set[str] = frozenset(),
    admits: Callable[[str], bool] = lambda _: True,
    reports: bool = False,
) -> tuple[Lead, ...]:
    """The links of a page worth following, best first. `admits` says which addresses are the site's own.

    `reports` says that the page itself is about annual reports: only then is a bare year or a township's name a branch.
    """
    found: dict[str, Lead] = {}
    more = _more_of_reports(page) if reports else frozenset()
    for url, title in _candidates(page):
        if url == page.url or not admits(url) or is_file(url):
            continue
        lead = score(Link(url, title), townships=townships, reports=reports)
        if url in more:
            lead = Lead(lead.link, max(lead.score, MIN_SCORE), f"shows more of the box {title}", branch=True)
        if lead.score >= MIN_SCORE and lead.score > (found[url].score if url in found else 0):
            found[url] = lead
    return tuple(sorted(found.values(), key=lambda lead: -lead.score))


def score(link: Link, *, townships: Set[str] = frozenset(), reports: bool = False) -> Lead:
    """A link's score with its reasons; 0 and less means that it is not worth following."""
    if _OFF_TOPIC.search(link.title):
        return Lead(link, -1, "names something else")
    points, reasons = 0, []
    for pattern, worth, reason in _TITLE:
        if pattern.search(link.title):
            points, reasons = worth, [reason]
            break
    parts = urlsplit(link.url)
    for pattern, worth, reason in _PATH:
        if pattern.search(f"{parts.path}?{parts.query}"):
            points, reasons = points + worth, [*reasons, reason]
            break
    branch = _branch(link.title, townships)
    if branch:
        points, reasons = points + (6 if reports else 2), [*reasons, branch]
    return Lead(link, points, "; ".join(reasons), branch=bool(branch) and reports)


def about(page: Page) -> str | None:
    """Why a page is itself about annual reports: its column's name, breadcrumbs or address; None if it is not."""
    for text in (meta(page, "ColumnName"), *_page_names(page)):
        if text and _REPORTS.search(text) and not _OFF_TOPIC.search(text):
            return f"the page is named {text}"
    return about_address(page.url)


def about_address(url: str) -> str | None:
    """Why an address belongs to annual reports; None if nothing in it says so."""
    parts = urlsplit(url)
    found = _PATH[0][0].search(f"{parts.path}?{parts.query}") or _PATH[1][0].search(parts.path)
    return f"the address says {found[0].strip('/')}" if found else None


def belongs_to_report(link: Link, *, alone: bool) -> bool:
    """Whether an attached file is the report or part of it: by its name, or because the page has no text (`alone`).

    A name without Chinese characters (`P020240119….docx`) is inconclusive, and the file is taken.
    """
    if alone or _REPORTS.search(link.title) or re.search(r"年报|年度报告|附件|附表|统计表", link.title):
        return True
    return not re.search(r"[\u4e00-\u9fff]", link.title)


def canonical(url: str) -> str:
    """An address without what does not change its page: scheme, session, index file name, order of parameters.

    The bytes of a query may be of any charset, and none of them is lost: two names in GBK are two pages.
    """
    parts = urlsplit(as_sent(url))
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = urlencode(
        sorted(pair for pair in pairs if pair[0].lower() not in _IGNORED_PARAMETERS), errors="surrogateescape"
    )
    path = re.sub(r";jsessionid=\w+", "", parts.path, flags=re.IGNORECASE) or "/"
    path = re.sub(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", "/", path, flags=re.IGNORECASE)
    return urlunsplit(("", parts.netloc.lower(), path, query, parts.fragment))


def _branch(title: str, townships: Set[str]) -> str | None:
    year = _YEAR.match(title)
    if year:
        return f"the year {year[1]}"
    name = re.sub(r"人民政府|办事处|政府$|（.*）$|\(.*\)$", "", title)
    return next((f"the township {township}" for township in townships if name.endswith(township)), None)


def _page_names(page: Page) -> list[str]:
    """The window's title up to the site's name, and the last two breadcrumbs."""
    window = page.tree.css_first("title")
    names = [re.split(r"[-_|–—]", collapse_whitespace(window.text()))[0]] if window else []
    for node in page.tree.css(_CRUMBS):
        trail = [
            part for part in re.split(r"[>＞»/›]+|&gt;", collapse_whitespace(node.text(deep=True))) if part.strip()
        ]
        names += trail[-2:]
    return [name for name in names if len(name) < 40]


def _candidates(page: Page) -> list[tuple[str, str]]:
    """(address, title) of links, options, and the addresses to which a page without content redirects."""
    found = [(url, _anchor_title(anchor)) for anchor, url in anchors(page)]
    if any(VAGUE.match(text) for _, text in found):
        found += [(link.url, link.title) for link in rows(page, lambda _: True)]
    for choice in page.tree.css("option[value]"):
        value = choice.attributes.get("value") or ""
        url = absolute(page, value) if re.search(r"/|\.\w{3,5}(?:\?|$)|\?", value) else None
        if url:
            found.append((url, collapse_whitespace(choice.text(deep=True))))
    return found + [(url, "信息公开") for url in onward_addresses(page)]


def onward_addresses(page: Page) -> list[str]:
    """Where a page leads by frames (inline frames only if it is about reports), by refresh or by script."""
    targets = [node.attributes.get("src") for node in page.tree.css("frameset frame[src]")]
    if about(page):
        targets += [node.attributes.get("src") for node in page.tree.css("iframe[src]")]
    for node in page.tree.css("meta[http-equiv=refresh i]"):
        targets += [found[1] for found in _REFRESH.finditer(node.attributes.get("content") or "")]
    if len(page.text) <= _MAX_REDIRECT_PAGE and "document.cookie" not in page.text:
        targets += [read_script_string(found[1] or found[2]) for found in _ONWARD.finditer(page.text)]
    return [url for target in targets if (url := absolute(page, target)) and url != page.url]


def _anchor_title(anchor: LexborNode) -> str:
    """The title of a link; for a bare 更多 the name of the box that it belongs to."""
    title = whole_title(anchor)
    return (_box(anchor) or title) if _MORE.match(title) else title


def _more_of_reports(page: Page) -> frozenset[str]:
    """The addresses of 更多 links in boxes that show annual reports: older reports are behind them."""
    return frozenset(
        url for anchor, url in anchors(page) if _MORE.match(whole_title(anchor)) and _boxes_reports(anchor)
    )


def _boxes_reports(anchor: LexborNode) -> bool:
    for node in islice(ancestors(anchor), _MAX_BOX_ANCESTORS):
        beside = [
            link_node
            for link_node in node.css("a[href]")
            if not _MORE.match(collapse_whitespace(link_node.text(deep=True)))
        ]
        if beside:
            return any(_TITLE[1][0].search(whole_title(link_node)) for link_node in beside)
    return False


def _box(anchor: LexborNode) -> str | None:
    for node in islice(ancestors(anchor), _MAX_BOX_ANCESTORS):
        named = [collapse_whitespace(head.text(deep=True)) for head in (node, *node.css(_HEADS))]
        names = (_MORE_BEHIND.sub("", name) for name in named)
        name = next((name for name in names if 1 < len(name) <= _MAX_BOX_NAME and not _MORE.match(name)), None)
        if name:
            return name
    return None
