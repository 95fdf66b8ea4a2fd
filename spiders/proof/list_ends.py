"""The fact that a list ends where reading it ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import blake2b

from spiders.pages.facts import Fact, Finding, Observation
from spiders.pages.links import base_url
from spiders.pages.page import Page
from spiders.pages.page_scripts import unknown_scripts
from spiders.pages.scripts import Total
from spiders.pages.totals import totals
from spiders.proof import controls, signs
from spiders.proof.checked_pages import ReadPage, Rendering, Surroundings, bare


def shape(page: Page) -> str:
    """A digest of a page without its rows' texts and addresses: equal while only items come and go."""
    parts = []
    for node in page.tree.css("body *"):
        if node.tag == "script":
            parts.append(node.attributes.get("src") or re.sub(r"\d+", "0", node.text(deep=True)))
        elif node.tag not in ("li", "tr", "td", "a", "span", "i", "em", "b", "font", "p"):
            parts.append(f"{node.tag}.{node.attributes.get('class') or ''}#{node.attributes.get('id') or ''}")
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def list_ends(read: Sequence[ReadPage], around: Surroundings) -> Finding:
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


def _stated_last(sent: Sequence[ReadPage], read: Sequence[ReadPage]) -> str | None:
    """The words of the last page's pager, where the pagers of earlier pages led on by address and this one does not.

    Such a pager is understood, whatever scripts the page has.
    """
    numbered = [page for page in sent if page.number > 0]
    if len(numbered) < 2:
        return None
    was_read = {bare(page.page.url) for page in read}
    led_on = any(pager.targets for page in numbered[:-1] for pager in signs.pagers(page.page))
    last = [pager for pager in signs.pagers(numbered[-1].page) if pager.words]
    is_last = all(
        (pager.highest or 0) <= len(numbered) and all(bare(url) in was_read for url in pager.targets) for pager in last
    )
    offered = any(offer.url is None for offer in signs.offers(numbered[-1].page))
    return last[0].words if led_on and last and is_last and not offered else None


def _rendered(page: ReadPage, sent: Sequence[ReadPage], found: Callable[..., Finding]) -> Finding:
    rendering = page.rendering or Rendering(exhausted=False)
    if rendering.failures or not rendering.exhausted:
        return found(Observation.RENDERING_FAILED, words="".join(rendering.failures[:1])[:120])
    before = {url for sent_page in sent for url in sent_page.urls}
    return found(Observation.RENDERED, items=len(set(page.urls) | before), used=len(rendering.used))


def _counted(read: Sequence[ReadPage], items: int) -> tuple[Total | None, Total | None]:
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


def _answered_empty(read: Sequence[ReadPage]) -> str | None:
    """The address of a page after the last that the list's interface answered without items; None where none did."""
    data = [page for page in read if page.is_data and page.listing is not None]
    if len(data) > 1 and not data[-1].urls:
        return data[-1].page.url[:120]
    return None


def _obstacle(
    looked_at: Sequence[ReadPage], read: Sequence[ReadPage], around: Surroundings, *, rendered: bool
) -> tuple[Observation, str] | None:
    """The first thing on the pages that may hold or load more of the list; None where there is none."""
    was_read = {bare(page.page.url) for page in read} | {bare(base_url(page.page)) for page in read}
    pages = max((page.number for page in read), default=1)
    for page in looked_at:
        for pager in signs.pagers(page.page):
            if pager.highest is not None and pager.highest > max([pages, *_used_numbers(page)]):
                return Observation.PAGER_UNCLEAR, pager.words
            if any(bare(url) not in was_read and not around.answered(url) for url in pager.targets):
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


def _used_numbers(page: ReadPage) -> list[int]:
    """The numbers of pages to which a browser turned."""
    used = page.rendering.used if page.rendering else ()
    return [int(name) for name in used if name.isdigit()]
