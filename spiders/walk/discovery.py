"""Which links of a page lead towards annual reports: scored by phrases, township names and years. Pure.

Knows the phrases; the names of the county's townships are passed in. Does not decide whether a link's target is a
report: that is decided once the target has been fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spiders.families import jpaas
from spiders.families.articles import is_file
from spiders.families.column_names import OFF_TOPIC, REPORTS, named_after_reports
from spiders.pages.addresses import as_sent
from spiders.pages.escapes import read_script_string
from spiders.pages.links import VAGUE, absolute, anchors, collapse_whitespace, rows
from spiders.pages.page import Link, Page
from spiders.walk import boxes, menus

MIN_SCORE = 4
"""The score from which a link is worth a request."""
NAMED_SCORE = 12
"""The score of a link that names the annual reports on open information."""

_TITLE: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern), score, reason)
    for pattern, score, reason in (
        (
            REPORTS.pattern,
            NAMED_SCORE,
            "names the annual reports on open information",
        ),
        (r"年报|年度报告", 6, "names annual reports"),
        (r"(?:政府)?信息公开(?!.*年)", 5, "names open government information"),
        (r"政务公开", 4, "names open government affairs"),
        (rf"(?:{menus.TOWNSHIPS}).{{0,6}}(?:公开|政府|办事处|年报)?$", 3, "names the townships"),
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
# such as 2025年年报 or 2024年冢头镇政府信息公开工作年度报告
_YEAR = re.compile(r"^\D{0,6}((?:19|20)\d\d)\s*年?(?:度|版)?(?:.{0,8}年报|.{0,12}年度报告)?$")
# such as 0; url='/nb/list 1.html', 0;URL=/nb/?a=1;b=2 or 0, /nb/ (HTML, 4.2.5.3: to the closing quote, or to the end)
_REFRESH = re.compile(
    r"""^\s*(?>[\d.]*\s*[;,]?\s*)(?>(?:url\s*=\s*)?)(?:'([^']*)|"([^"]*)|(.+))""", re.IGNORECASE | re.DOTALL
)
# such as location.href="/nb/list/index.html"
_ONWARD = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:assign|replace)\(\s*['\"]([^'\"]+)['\"]", re.IGNORECASE
)
_MAX_REDIRECT_PAGE = 2000
"""The most characters in a page that only redirects by script."""

_IGNORED_PARAMETERS = {"ismobile", "jsessionid", "from"}


class Way(StrEnum):
    """How a link stands to the annual reports of the page that shows it."""

    LINK = "link"
    """It is one link among others."""
    BRANCH = "branch"
    """A year's or a township's part of a column."""
    WHOLE = "whole"
    """The list of which a box of reports shows the newest: its 更多, or the link of its heading."""
    BESIDE = "beside"
    """A tab or a frame of a page about reports, whatever its name."""
    ORGAN = "organ"
    """A township's own page, in a menu of organs on a page that is not about reports."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A link that may lead to annual reports."""

    link: Link
    score: int
    reason: str
    way: Way = Way.LINK

    @property
    def branch(self) -> bool:
        """Whether it is a year's or a township's part of a column."""
        return self.way is Way.BRANCH

    @property
    def belongs_to_reports(self) -> bool:
        """Whether the page that shows it says that reports are behind it: it is followed beside a list, too."""
        return self.way in (Way.BRANCH, Way.WHOLE, Way.BESIDE)


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
    candidates = _candidates(page) if not _is_data(page) else []
    ways = _ways(page, candidates, townships, reports=reports)
    here = canonical(page.url)
    for url, title in candidates:
        if canonical(url) == here or not admits(url) or is_file(url):
            continue
        lead = _raised(score(Link(url, title), townships=townships, reports=reports), ways.get(url))
        if lead.score >= MIN_SCORE and lead.score > (found[url].score if url in found else 0):
            found[url] = lead
    return tuple(sorted(found.values(), key=lambda lead: -lead.score))


def _is_data(page: Page) -> bool:
    """Whether a page is an interface's answer, whose markup, if it has any, is quoted."""
    return page.text.lstrip()[:1] in ("{", "[")


def _ways(
    page: Page, candidates: list[tuple[str, str]], townships: Set[str], *, reports: bool
) -> dict[str, tuple[Way, str]]:
    """What the page itself says of addresses: the way, and the reason in words."""
    found: dict[str, tuple[Way, str]] = {}
    if reports:
        beside = (*menus.tabs(page), *menus.frames(page), *dict(jpaas.further_lists(page)))
        found |= dict.fromkeys(beside, (Way.BESIDE, "stands beside reports"))
    for url, township in menus.organs(candidates, townships).items():
        found[url] = (Way.BRANCH if reports else Way.ORGAN, f"a menu of organs names {township}")
    return found | dict.fromkeys(boxes.whole_lists(page), (Way.WHOLE, "shows more of a box of reports"))


def _raised(lead: Lead, said: tuple[Way, str] | None) -> Lead:
    """The lead with what the page says of its address, if that is more than its name and its address say."""
    if said is None or lead.branch:
        return lead
    way, reason = said
    if lead.score < 0 and way is not Way.WHOLE:
        return lead
    least = NAMED_SCORE if way is Way.WHOLE else MIN_SCORE
    return Lead(lead.link, max(lead.score, least), f"{reason} ({lead.link.title})", way)


def score(link: Link, *, townships: Set[str] = frozenset(), reports: bool = False) -> Lead:
    """A link's score with its reasons; 0 and less means that it is not worth following."""
    if OFF_TOPIC.search(link.title):
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
    return Lead(link, points, "; ".join(reasons), Way.BRANCH if branch and reports else Way.LINK)


def about(page: Page) -> str | None:
    """Why a page is itself about annual reports: its column's name, breadcrumbs or address; None if it is not."""
    named = named_after_reports(page)
    return f"the page is named {named}" if named else about_address(page.url)


def about_address(url: str) -> str | None:
    """Why an address belongs to annual reports; None if nothing in it says so."""
    parts = urlsplit(url)
    found = _PATH[0][0].search(f"{parts.path}?{parts.query}") or _PATH[1][0].search(parts.path)
    return f"the address says {found[0].strip('/')}" if found else None


def belongs_to_report(link: Link, *, alone: bool) -> bool:
    """Whether an attached file is the report or part of it: by its name, or because the page has no text (`alone`).

    A name without Chinese characters (`P020240119….docx`) is inconclusive, and the file is taken.
    """
    if alone or REPORTS.search(link.title) or re.search(r"年报|年度报告|附件|附表|统计表", link.title):
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


def _candidates(page: Page) -> list[tuple[str, str]]:
    """(address, title) of links, options, nodes of trees, and the addresses to which a page leads by itself."""
    found = [(url, boxes.title_of(anchor)) for anchor, url in anchors(page)]
    found += [*menus.ways_by_script(page), *jpaas.further_lists(page)]
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
        targets += menus.frames(page)
    for node in page.tree.css("meta[http-equiv=refresh i]"):
        refresh = _REFRESH.match(node.attributes.get("content") or "")
        targets += [(refresh[1] or refresh[2] or refresh[3] or "").strip()] if refresh else []
    if len(page.text) <= _MAX_REDIRECT_PAGE and "document.cookie" not in page.text:
        targets += [read_script_string(found[1] or found[2]) for found in _ONWARD.finditer(page.text)]
    return [url for target in targets if (url := absolute(page, target)) and url != page.url]
