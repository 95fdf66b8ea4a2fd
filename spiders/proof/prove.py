"""Proves, fact by fact, what a listing check shows: a pure function of the pages that were read.

Presence needs no proof from here. What is not proved is named with the observation that is missing, and accuses nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from spiders.families import land
from spiders.pages.comments import is_closed
from spiders.pages.facts import Fact, Finding, Observation, OpenRow
from spiders.pages.items import IdentifiedLink
from spiders.pages.links import base_url, collapse_whitespace, signatures
from spiders.pages.page import Link, Listing, Page
from spiders.pages.page_scripts import unknown_scripts
from spiders.pages.scripts import Total
from spiders.pages.totals import totals
from spiders.proof import controls, rows, signs
from spiders.proof.rows import AddressedWay, Units

_ERROR = re.compile(
    r"(?:Fatal error|Warning|Parse error|Notice)\s*(?:</b>)?:.{1,200}\bon line\b|Traceback \(most recent call last\)"
    r"|java\.(?:lang|sql|io)\.\w*(?:Exception|Error)|\bORA-\d{5}\b|SQLSTATE\[|SQLException|Microsoft OLE DB"
    r"|ADODB\.\w+|HTTP Status 5\d\d|MySQL server has gone away|Can't connect to (?:local )?MySQL"
    r"|(?:数据|列表|内容|信息)?(?:加载|获取|查询|请求|读取)(?:数据|列表|内容)?(?:失败|出错|异常|超时)|系统(?:繁忙|异常|错误)|网络异常",
    re.IGNORECASE,
)
# such as <?xml version="1.0"?><datastore>
_ROOT = re.compile(r"\s*(?:<\?[^>]*\?>\s*)?<([\w:-]+)")
# such as callback({"total": 12});
_CALL = re.compile(r"\s*\w+\((.*)\)\s*+;?\s*+$", re.DOTALL)
_MAX_UNDECODED = 3
_FRESH_WITHIN = timedelta(hours=12)
"""How long before the request a page may have been made."""

_NO_COUNTY = frozenset(("www.gov.cn", "gov.cn"))
"""Hosts that are known to have no county's reports: that of the State Council."""

_HIT = re.compile(r"\bHIT\b", re.IGNORECASE)
_CACHE_MARKS = ("x-cache", "x-cache-status", "cf-cache-status", "x-cache-lookup", "x-proxy-cache", "x-swift-cachetime")


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a page was shown in a browser: whether all that may load more was used up, what was used, what failed.

    `states` are the page before each control was used, `stated` the totals that answers to its requests state,
    `in_vain` the controls whose use changed nothing, the last time.
    """

    exhausted: bool
    failures: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    states: tuple[Page, ...] = ()
    stated: tuple[int, ...] = ()
    in_vain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """One page of a check. `number` counts from 1; 0 is a shell that only says where the items come from.

    `fetched_at` is an aware instant. `rendering` is None for a page as the server sent it. `page` is None where the
    archive has no bytes of it. `replayed` says that it was not due and was taken from the archive as it was at
    `fetched_at`, of which instant the check then tells.
    """

    page: Page | None
    number: int
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    rendering: Rendering | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a proof needs beside the pages: the county's units, how titles are identified, and what was requested.

    `admits` tells of an address whether it lies on a host of the site: a way to another is never followed, and stays
    open. `answered` tells of an address whether it was requested in this run, or known from an earlier one, and read.
    `host_closes` is False where the host's pages never end with closing tags. `served_at` is the newest `Date` of all
    answers in the run: by it, and not by our clock, a page's own `Date` is judged.
    """

    units: Units
    identify: Callable[[Link], IdentifiedLink]
    answered: Callable[[str], bool]
    family: str = "auto"
    admits: Callable[[str], bool] = lambda _: True
    complete: bool = True
    host_closes: bool = True
    served_at: datetime | None = None


def prove(pages: Sequence[CheckedPage], around: Surroundings) -> tuple[Finding, ...]:
    """The six facts about a list's pages, each with its observation, in the order of `Fact`."""
    read = [_Read(checked, checked.page, around) for checked in pages if checked.page is not None]
    if not read or len(read) < len(pages):
        missing = next((page.number for page in pages if page.page is None), 1)
        return tuple(Finding(fact, Observation.PAGE_NOT_KEPT, {"number": missing}) for fact in Fact)
    return (
        _page_whole(read, around),
        _list_ends(read, around),
        _pages_belong(read),
        _rows_accounted(read, around),
        _ways_followed(read, around),
        _of_today(read, around),
    )


def needs_rendering(pages: Sequence[CheckedPage], findings: Sequence[Finding]) -> bool:
    """Whether only a browser could show what is missing: the pages have scripts that may load or insert items."""
    scripted = any(checked.page is not None and unknown_scripts(checked.page) for checked in pages)
    return (
        scripted
        and any(finding.observation in _SHOWN_BY_BROWSER for finding in findings if not finding.holds)
        and not any(finding.observation is Observation.LIST_NOT_READ for finding in findings)
    )


_SHOWN_BY_BROWSER = (
    Observation.PAGER_UNCLEAR,
    Observation.MORE_OFFERED,
    Observation.CONTAINER_EMPTY,
    Observation.SCRIPT_UNKNOWN,
    Observation.COUNT_EXCEEDS_ITEMS,
)


def shape(page: Page) -> str:
    """A digest of a page without its rows' texts and addresses: equal while only items come and go."""
    parts = []
    for node in page.tree.css("body *"):
        if node.tag == "script":
            parts.append(node.attributes.get("src") or re.sub(r"\d+", "0", node.text(deep=True)))
        elif node.tag not in ("li", "tr", "td", "a", "span", "i", "em", "b", "font", "p"):
            parts.append(f"{node.tag}.{node.attributes.get('class') or ''}#{node.attributes.get('id') or ''}")
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


class _Read:
    """A page of the check with what it turned out to be."""

    def __init__(self, checked: CheckedPage, page: Page, around: Surroundings) -> None:
        self.checked, self.page, self.number, self.rendering = checked, page, checked.number, checked.rendering
        self.is_data = page.is_data
        states = self.rendering.states if self.rendering else ()
        landed = [land(state, around.family).listing for state in (*states, self.page)]
        self.listing: Listing | None = landed[-1]
        self.items = tuple(dict.fromkeys(item for listing in landed if listing for item in listing.items))

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(item.url for item in self.items)


def _page_whole(read: Sequence[_Read], around: Surroundings) -> Finding:
    for page in read:
        text = page.page.text
        if found := _ERROR.search(_without_scripts(text)):
            return Finding(Fact.PAGE_WHOLE, Observation.ERROR_IN_PAGE, {"number": page.number, "words": found[0][:60]})
        if (count := text.count("\ufffd")) > _MAX_UNDECODED:
            return Finding(Fact.PAGE_WHOLE, Observation.GARBLED_TEXT, {"number": page.number, "count": count})
        if page.is_data or page.rendering is not None:
            if page.is_data and not _is_whole_data(text):
                return Finding(Fact.PAGE_WHOLE, Observation.PAGE_CUT, {"number": page.number})
        elif not is_closed(text) and around.host_closes:
            return Finding(Fact.PAGE_WHOLE, Observation.PAGE_CUT, {"number": page.number})
    if all(page.is_data for page in read):
        return Finding(Fact.PAGE_WHOLE, Observation.WHOLE_DATA)
    return Finding(Fact.PAGE_WHOLE, Observation.CLOSING_TAGS if around.host_closes else Observation.AS_HOST_ENDS)


def _without_scripts(text: str) -> str:
    return re.sub(r"<script\b.*?</script>|<style\b.*?</style>", " ", text, flags=re.IGNORECASE | re.DOTALL)


def _is_whole_data(text: str) -> bool:
    root = _ROOT.match(text)
    if root is not None:
        return text.rstrip().endswith(f"</{root[1]}>")
    called = _CALL.match(text)
    try:
        json.loads(called[1] if called else text)
    except ValueError:
        return called is not None and text.rstrip().endswith((")", ");"))
    return True


def _list_ends(read: Sequence[_Read], around: Surroundings) -> Finding:
    """Where the list ends, by the first proof that applies; else by the first sign that it may go on."""

    first = next((page.page for page in read if not page.is_data and page.rendering is None), None)
    shaped = {"shape": shape(first)} if first is not None else {}

    def found(observation: Observation, **args: str | int) -> Finding:
        return Finding(Fact.LIST_ENDS, observation, shaped | args)

    if not around.complete:
        return found(Observation.LIST_NOT_READ)
    sent = [page for page in read if page.rendering is None and not page.is_data]
    shown = [page for page in read if page.rendering is not None]
    listed = {url for page in read if page.number > 0 for url in page.urls}
    counted, exceeded = _counted(read, len(listed))
    if exceeded is not None:
        return found(Observation.COUNT_EXCEEDS_ITEMS, count=exceeded.number, items=len(listed), words=exceeded.words)
    if counted is not None:
        return found(Observation.DECLARED, declared=counted.number, words=counted.words)
    last = _answered_empty(read) or _stated_last(sent, read)
    if last:
        return found(Observation.LAST_PAGE, words=last)
    if not sent:
        return found(Observation.PAGER_UNCLEAR, words=read[-1].page.url)
    in_browser = shown[-1] if shown else None
    looked_at = [in_browser] if in_browser else [page for page in sent if page.number > 0] or sent
    obstacle = _obstacle(looked_at, read, around, rendered=in_browser is not None)
    if obstacle is not None:
        return found(obstacle[0], words=obstacle[1])
    if in_browser is not None:
        return _rendered(in_browser, sent, found)
    turned = next((pager.words for page in looked_at for pager in signs.pagers(page.page)), None)
    return found(Observation.NO_WAY_ON) if turned is None else found(Observation.LAST_PAGE, words=turned)


def _stated_last(sent: Sequence[_Read], read: Sequence[_Read]) -> str | None:
    """The words of the last page's pager, where the pagers of earlier pages led on by address and this one does not.

    Such a pager is understood, whatever scripts the page has.
    """
    numbered = [page for page in sent if page.number > 0]
    if len(numbered) < 2:
        return None
    was_read = {_bare(page.page.url) for page in read}
    led_on = any(pager.targets for page in numbered[:-1] for pager in signs.pagers(page.page))
    last = [pager for pager in signs.pagers(numbered[-1].page) if pager.words]
    is_last = all(
        (pager.highest or 0) <= len(numbered) and all(_bare(url) in was_read for url in pager.targets) for pager in last
    )
    offered = any(offer.url is None for offer in signs.offers(numbered[-1].page))
    return last[0].words if led_on and last and is_last and not offered else None


def _rendered(page: _Read, sent: Sequence[_Read], found: Callable[..., Finding]) -> Finding:
    rendering = page.rendering or Rendering(exhausted=False)
    if rendering.failures or not rendering.exhausted:
        return found(Observation.RENDERING_FAILED, words="".join(rendering.failures[:1])[:120])
    before = {url for sent_page in sent for url in sent_page.urls}
    return found(Observation.RENDERED, items=len(set(page.urls) | before), used=len(rendering.used))


def _counted(read: Sequence[_Read], items: int) -> tuple[Total | None, Total | None]:
    """(the total that the list states and that was read, the total that exceeds what was read)."""
    pages = sum(page.number > 0 and page.rendering is None for page in read)
    stated = [total for page in read if not page.is_data for total in totals(page.page)]
    stated += [
        Total(total, "items", page.page.url[:60]) for page in read if page.rendering for total in page.rendering.stated
    ]
    for page in read:
        if page.listing is not None and page.is_data and page.listing.declared_items is not None:
            stated.append(Total(page.listing.declared_items, "items", page.page.url[:60]))
        if page.listing is not None and page.listing.declared_pages is not None:
            stated.append(Total(page.listing.declared_pages, "pages", f"{page.listing.declared_pages}"))
    exceeding = [total for total in stated if total.number > (items if total.unit == "items" else pages)]
    matching = [
        total
        for total in stated
        if total.number == (items if total.unit == "items" else pages)
        and total.is_firm
        and not total.is_cap
        and total.number > 0
    ]
    return next(iter(matching), None), next(iter(exceeding), None)


def _answered_empty(read: Sequence[_Read]) -> str | None:
    """The address of a page after the last that the list's interface answered without items; None where none did."""
    data = [page for page in read if page.is_data and page.listing is not None]
    if len(data) > 1 and not data[-1].urls:
        return data[-1].page.url[:120]
    return None


def _obstacle(
    looked_at: Sequence[_Read], read: Sequence[_Read], around: Surroundings, *, rendered: bool
) -> tuple[Observation, str] | None:
    """The first thing on the pages that may hold or load more of the list; None where there is none."""
    was_read = {_bare(page.page.url) for page in read} | {_bare(base_url(page.page)) for page in read}
    pages = max((page.number for page in read), default=1)
    for page in looked_at:
        for pager in signs.pagers(page.page):
            if pager.highest is not None and pager.highest > max([pages, *_used_numbers(page)]):
                return Observation.PAGER_UNCLEAR, pager.words
            if any(_bare(url) not in was_read and not around.answered(url) for url in pager.targets):
                return Observation.PAGER_UNCLEAR, pager.words
            if pager.open is not None and not (rendered and pager.words):
                return Observation.PAGER_UNCLEAR, pager.open
        if page.rendering is not None:
            used = page.rendering.used
            if (control := controls.unused(page.page, used, used)) is not None:
                return Observation.MORE_OFFERED, control.name
            if (dead := controls.never_turned(page.page, used, page.rendering.in_vain)) is not None:
                return Observation.PAGER_UNCLEAR, dead
        elif (offered := next((offer for offer in signs.offers(page.page) if offer.url is None), None)) is not None:
            return Observation.MORE_OFFERED, offered.words
        if not rendered and (unknown := unknown_scripts(page.page)):
            return Observation.SCRIPT_UNKNOWN, unknown[0]
    return None


def _used_numbers(page: _Read) -> list[int]:
    """The numbers of pages to which a browser turned."""
    used = page.rendering.used if page.rendering else ()
    return [int(name) for name in used if name.isdigit()]


def _bare(url: str) -> str:
    """An address without scheme, fragment and the file name of an index, its parameters in order."""
    path, _, query = url.partition("#")[0].partition(":")[2].partition("?")
    folder = re.sub(r"/(?:index|default)\.\w+$", "/", path)
    return f"{folder}?{'&'.join(sorted(query.split('&')))}"


def _pages_belong(read: Sequence[_Read]) -> Finding:
    further = [page for page in read if page.number > 0 and page.rendering is None]
    if len(further) < 2:
        return Finding(Fact.PAGES_BELONG, Observation.ONE_PAGE)
    first = further[0]
    for page in further[1:]:
        if page.is_data:
            continue  # the interface was asked for the next page of this very list
        if _heading(page.page) != _heading(first.page) or (page.urls and not _same_structure(first, page)):
            return Finding(Fact.PAGES_BELONG, Observation.ANOTHER_LIST, {"number": page.number})
    return Finding(Fact.PAGES_BELONG, Observation.SAME_LIST)


def _heading(page: Page) -> str:
    """The title of the window without page numbers."""
    node = page.tree.css_first("title")
    text = collapse_whitespace(node.text()) if node is not None else ""
    return re.sub(r"第?\s*\d{1,3}\s*页|[_-]\d{1,3}$|\s", "", text)


def _same_structure(first: _Read, page: _Read) -> bool:
    """Whether the same tags and classes stand above the items of both pages."""
    return not first.urls or bool(signatures(first.page, first.urls) & signatures(page.page, page.urls))


def _rows_accounted(read: Sequence[_Read], around: Surroundings) -> Finding:
    found: list[OpenRow] = []
    for page in read:
        items = [around.identify(item) for item in page.items]
        unlinked = [] if page.is_data else _rows_without_address(page, around)
        beside = () if page.is_data else rows.other_rows(page.page, page.urls, around.identify)
        items += [item for item in beside if not around.answered(item.link.url)]
        found += rows.open_rows(items, unlinked, around.identify)
    if found:
        return Finding(Fact.ROWS_ACCOUNTED, Observation.ROWS_OPEN, {"count": len(found)}, tuple(dict.fromkeys(found)))
    return Finding(Fact.ROWS_ACCOUNTED, Observation.ALL_ROWS_NAMED)


def _rows_without_address(page: _Read, around: Surroundings) -> list[str]:
    beside = rows.rows_without_address(page.page, page.urls)
    return list(dict.fromkeys([*beside, *rows.titles_without_address(page.page, around.units)]))


def _ways_followed(read: Sequence[_Read], around: Surroundings) -> Finding:
    """Whether all that may lead to further reports was requested, by the first thing that was not."""
    here = {_bare(page.page.url) for page in read} | {_bare(url) for page in read for url in page.urls}
    ways = [(page, list(_open_ways(page, here, around))) for page in read if not page.is_data]
    for page, of_page in ways:
        if (found := _unfollowed(page, of_page, read, around)) is not None:
            return Finding(Fact.WAYS_FOLLOWED, found[0], dict(found[1]))
    foreign = [way for _, of_page in ways for way in of_page]
    if foreign:
        hosts = " ".join(sorted({_host(way.url) for way in foreign}))
        args = {"words": foreign[0].words, "url": foreign[0].url, "host": _host(foreign[0].url), "hosts": hosts}
        return Finding(Fact.WAYS_FOLLOWED, Observation.WAY_TO_OTHER_HOST, args)
    return Finding(Fact.WAYS_FOLLOWED, Observation.NO_OTHER_WAY)


def _open_ways(page: _Read, here: Set[str], around: Surroundings) -> Iterator[AddressedWay]:
    """The ways beyond a page's list to addresses that were not requested; `here` are the list's and its items'."""
    items = [around.identify(item) for item in page.items]
    onward = (*signs.ways(page.page, around.units.named_in), *signs.further_pages(page.page))
    for way in rows.ways_beyond(onward, items, around.units):
        if _bare(way.url) not in here and not around.answered(way.url) and _host(way.url) not in _NO_COUNTY:
            yield way


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _unfollowed(
    page: _Read, ways: Iterable[AddressedWay], read: Sequence[_Read], around: Surroundings
) -> tuple[Observation, dict[str, str]] | None:
    for frame in signs.frames(page.page):
        if frame.url is None:
            return Observation.FRAME_UNREAD, {"words": frame.words}
    for way in ways:
        if around.admits(way.url):
            return Observation.WAY_NOT_FOLLOWED, {"words": way.words, "url": way.url}
    if _is_shell_of_data(page, read):
        return None
    items = [around.identify(item) for item in page.items]
    if (name := rows.named_only_in_scripts(page.page, items, around.units)) is not None:
        return Observation.WAY_NOT_FOLLOWED, {"words": name, "url": page.page.url}
    shown_since = any(other.rendering is not None and not other.rendering.failures for other in read)
    if unknown_scripts(page.page) and not shown_since:
        return next(
            ((Observation.CONTAINER_EMPTY, {"words": name}) for name in signs.empty_containers(page.page)), None
        )
    return None


def _is_shell_of_data(page: _Read, read: Sequence[_Read]) -> bool:
    return page.number == 0 and any(other.is_data for other in read)


def _of_today(read: Sequence[_Read], around: Surroundings) -> Finding:
    for page in read:
        headers = {name.lower(): value for name, value in page.checked.headers.items()}
        older = _older_by(headers, None if page.checked.replayed else around.served_at)
        if older > _FRESH_WITHIN:
            args = {"number": page.number, "hours": int(older / timedelta(hours=1))}
            return Finding(Fact.OF_TODAY, Observation.STALE_COPY, args)
        marked = any(_HIT.search(headers.get(name, "")) for name in _CACHE_MARKS)
        if marked and "age" not in headers and "date" not in headers:
            return Finding(Fact.OF_TODAY, Observation.CACHE_OF_UNKNOWN_AGE, {"number": page.number})
    return Finding(Fact.OF_TODAY, Observation.FRESH_ANSWER)


def _older_by(headers: Mapping[str, str], served_at: datetime | None) -> timedelta:
    """How long before it was served a response was made, by its Age (RFC 9111, 5.1) or its Date (RFC 9110, 6.6.1)."""
    age = headers.get("age", "").strip()
    by_age = timedelta(seconds=int(age)) if age.isdigit() else timedelta(0)
    try:
        made = parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return by_age
    return max(by_age, served_at - made) if served_at is not None else by_age
