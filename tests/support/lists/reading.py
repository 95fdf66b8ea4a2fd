"""Reads a drawn list as the spider and the browser would, with their own pure parts and without a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.browser.exhausting import MAX_ROUNDS
from spiders.families import land, pagers
from spiders.pages.facts import Finding
from spiders.pages.items import IdentifiedLink
from spiders.pages.links import ancestors
from spiders.pages.page import Fetch, Listing, Page
from spiders.proof import controls, rows, signs
from spiders.proof.checked_pages import CheckedPage, Rendering, Surroundings
from spiders.proof.prove import needs_rendering, prove
from spiders.walk import discovery
from spiders.walk.paging import End, Walk, advance
from tests.support.lists import county

NOW = datetime(2026, 2, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Drawn:
    """A list that was drawn: its pages by address, and what shows the rest of it in a browser.

    `moves` is what has to happen: the list is `shown` when the page loads or is scrolled, or when an element with the
    attribute `rest` is clicked; None where nothing shows the rest, or the list is whole. `loaded` is what scripts make
    of the page before anything is clicked, where they change it.
    """

    name: str
    pages: Mapping[str, str]
    moves: str | None = None
    shown: str = ""
    loaded: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """What became of it: the items that were seen, the townships whose report was found, the findings of the proof.

    `complete` says that the list was read to its end, as far as its pages tell.
    """

    found: set[str] = field(default_factory=set)
    items: dict[str, IdentifiedLink] = field(default_factory=dict)
    complete: bool = True
    findings: tuple[Finding, ...] = ()

    @property
    def proved(self) -> bool:
        return all(finding.holds for finding in self.findings)

    @property
    def all_found(self) -> bool:
        return len(self.found) == len(county.TOWNS)

    @property
    def lacks(self) -> str:
        return "; ".join(f"{one.fact}: {one.observation} {dict(one.args)}" for one in self.findings if not one.holds)


class _Spider:
    """Follows a list's pages and what leads on from them, among the pages that were drawn."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn, self.read, self.asked = drawn, list[CheckedPage](), {discovery.canonical(county.URL)}
        self.reading = Reading()
        self.complete = True

    def run(self) -> Reading:
        walk, step = Walk(), Fetch(county.URL, "listing")
        while isinstance(step, Fetch):
            text = self._turned() if pagers.CLICKED_PAGE.search(step.url) else self.drawn.pages.get(step.url)
            listing = land(page).listing if (page := Page(step.url, text or "")).text else None
            if listing is None:
                self.complete = False
                break
            before, turned = walk, bool(pagers.CLICKED_PAGE.search(step.url))
            walk, onward = advance(walk, listing, turned=turned)
            if walk is not before or not turned:
                self._take(page, listing, 0 if listing.page_number == 0 else len(walk.pages))
            if isinstance(onward, End):
                self.complete = onward.reason is None
                break
            self.asked.add(discovery.canonical(onward.url))
            step = onward
        self._prove()
        if self.complete and needs_rendering(self.read, self.reading.findings):
            self._render()
            self._prove()
        self.reading.complete = self.complete
        return self.reading

    def _turned(self) -> str:
        """The first page after a click on its next page in a browser."""
        state = self._state_at_rest()
        index = pagers.find_next_control(state)
        if index is None or self.drawn.moves != "click":
            return state.text
        clicked = state.tree.css(pagers.PAGE_CONTROLS)[index]
        reaches = any("rest" in outer.attributes for outer in (clicked, *ancestors(clicked)))
        return self.drawn.shown if reaches else state.text

    def _take(self, page: Page, listing: Listing, number: int) -> None:
        self.read.append(CheckedPage(page, number, NOW, self.drawn.headers))
        self._see(listing)
        if page.is_data:
            return
        items = [county.identified(item) for item in listing.items]
        self._open(rows.other_rows(page, [item.url for item in listing.items], county.identified))
        onward = (*signs.ways(page, county.units().named_in), *(() if listing.next else signs.further_pages(page)))
        ways = rows.ways_beyond(onward, items, county.units())
        leads = discovery.rank(page, townships=frozenset(county.TOWNS), reports=True)
        for url in (*(way.url for way in ways), *(lead.link.url for lead in leads if lead.belongs_to_reports)):
            if url not in self.drawn.pages:
                continue
            self.asked.add(discovery.canonical(url))
            beyond = land(Page(url, self.drawn.pages.get(url, ""))).listing
            if beyond is not None:
                self._see(beyond)

    def _open(self, others: Iterable[IdentifiedLink]) -> None:
        """Read what stands outside the list, as far as it was drawn."""
        for item in others:
            self.reading.items.setdefault(item.link.url, item)
            if item.link.url in self.drawn.pages:
                self.asked.add(discovery.canonical(item.link.url))

    def _see(self, listing: Listing) -> None:
        found = [county.identified(item) for item in listing.items]
        self.reading.items |= {one.link.url: one for one in found}
        self.reading.found |= {one.township_code for one in found if one.township_code and one.year == 2025}

    def _prove(self) -> None:
        around = Surroundings(
            county.units(),
            county.identified,
            lambda url: discovery.canonical(url) in self.asked,
            complete=self.complete,
        )
        self.reading.findings = prove(self.read, around)

    def _render(self) -> None:
        """The first page as a browser shows it: loaded, scrolled, and its controls used as the crawler uses them."""
        state = self._state_at_rest()
        states, used, in_vain = [state], list[str](), set[str]()
        while len(used) < MAX_ROUNDS and (control := controls.unused(state, used, in_vain)) is not None:
            used.append(control.name)
            if self._reveals(state, control):
                state = Page(county.URL, self.drawn.shown)
                states.append(state)
            else:
                in_vain.add(control.name)
        rendering = Rendering(len(used) < MAX_ROUNDS, (), tuple(used), tuple(states), (), frozenset(in_vain))
        self.read.append(CheckedPage(state, 1, NOW, rendering=rendering))
        listing = land(state).listing
        if listing is not None:
            self._see(listing)

    def _state_at_rest(self) -> Page:
        """The page when it has loaded and was scrolled; what scripts listen to is marked."""
        drawn = self.drawn
        if drawn.moves in ("load", "scroll"):
            return Page(county.URL, drawn.shown)
        return Page(county.URL, (drawn.loaded or drawn.pages[county.URL]).replace(" rest", f" rest {controls.ACTS}"))

    def _reveals(self, state: Page, control: controls.Control) -> bool:
        if self.drawn.moves != "click" or state.text == self.drawn.shown:
            return False
        clicked = list(controls.elements(state))[control.index]
        return any("rest" in outer.attributes for outer in (clicked, *ancestors(clicked)))


def read(drawn: Drawn) -> Reading:
    """What the program would find of a drawn list, and prove of it."""
    return _Spider(drawn).run()
