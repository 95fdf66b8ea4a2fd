"""A report's availability, run by run: its comings and goings out of what its addresses answered. Pure.

Knows what an answer proves. A sound run that finds an address gone proves that the report is not there any more; a run
that is not sound proves no absence. An attachment that nobody asked for goes and comes with the page that led to it.
Every instant here (`at`, `since`) is text as `archive.storage.instants.text` writes it, and serves for order alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Holds = Literal["report", "other", "unclear", "same", "nothing"]
"""This report; another report; something that is none; what was there before; a word that it is gone.

What is none takes no report away, since we may have misread it, and brings none back.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered in one site run; `at` orders answers, and `sound` says that the run saw all lists."""

    at: str
    capture: str
    address: int
    site_run: int
    sound: bool
    holds: Holds


@dataclass(frozen=True, slots=True)
class Came:
    """An address has the report again, in bytes that had been read before."""

    address: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Went:
    """An address has the report no more; `all_gone` where none has it and no list of that run leads to it."""

    address: int
    answer: Answer
    all_gone: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """What the lists of a site run show of a report: its own addresses, and whether any title names it."""

    addresses: frozenset[int]
    named: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What one site run made known until `at`: the addresses that have the report then, and what came and went."""

    site_run: int
    at: str
    here: frozenset[int]
    events: tuple[Came | Went, ...]


def walk(
    answers: Iterable[Answer],
    own_since: Mapping[int, str],
    page_of: Mapping[int, int],
    listed: Callable[[int], Listed],
) -> Iterator[Run]:
    """The site runs that asked, in order. `own_since` tells since when an address is known as the report's.

    `page_of` leads from an attachment to the page that carried it; `listed` is asked of sound runs only.
    """
    runs: dict[int, list[Answer]] = {}
    for answer in answers:
        runs.setdefault(answer.site_run, []).append(answer)
    state = _State(own_since, page_of)
    ordered_runs = {site_run: sorted(answers, key=_order) for site_run, answers in runs.items()}
    for site_run, ordered in sorted(ordered_runs.items(), key=lambda run: _order(run[1][-1])):
        until = max((answer.at for answer in ordered if state.concerns(answer)), default=ordered[0].at)
        events = tuple(state.take(ordered, until, listed))
        yield Run(site_run, until, state.here(until), events)


def _order(answer: Answer) -> tuple[str, str]:
    return answer.at, answer.capture


class _State:
    """What is known of each address while the runs are walked."""

    def __init__(self, own_since: Mapping[int, str], page_of: Mapping[int, int]) -> None:
        self._own_since, self._page_of = own_since, page_of
        self._gone: set[int] = set()
        self._gone_with_page: set[int] = set()
        self._replaced: set[int] = set()
        self._unclear: set[int] = set()

    def here(self, at: str) -> frozenset[int]:
        """The addresses known by then that have the report."""
        return frozenset(self._own(at) - self._missing())

    def concerns(self, answer: Answer) -> bool:
        """Whether it is of an address of the report, or of a page that carries one, as far as was known then."""
        own = self._own(answer.at)
        return answer.address in own or any(self._page_of.get(address) == answer.address for address in own)

    def take(self, run: list[Answer], until: str, listed: Callable[[int], Listed]) -> Iterator[Came | Went]:
        """What the answers of one run, in order, say that the former runs did not."""
        before = self._missing()
        by_address: dict[int, list[Answer]] = {}
        for answer in run:
            by_address.setdefault(answer.address, []).append(answer)
        for address, answers in by_address.items():
            self._note(address, answers)
        self._follow_pages(by_address)
        missing, own = self._missing(), self._own(until)
        read_anew = {answer.address for answer in run if answer.holds == "report"}
        for address in sorted(before - missing - read_anew):
            yield Came(address, next(each for each in self._asked(address, by_address) if each.holds != "nothing"))
        lost = {
            address: self._asked(address, by_address)[0]
            for address in missing & own
            if self._asked(address, by_address)
        }
        if lost and run[0].sound:
            yield from self._goings(lost, own, listed(run[0].site_run))

    def _own(self, at: str) -> set[int]:
        return {address for address, since in self._own_since.items() if since <= at}

    def _missing(self) -> set[int]:
        return self._gone | self._gone_with_page | self._replaced

    def _note(self, address: int, answers: Sequence[Answer]) -> None:
        """What an address answered in one run, in order: it is gone where it said nothing else and the run is sound."""
        contents = [answer.holds for answer in answers if answer.holds != "nothing"]
        if contents:
            self._note_contents(address, contents)
        elif answers[0].sound:
            self._gone.add(address)

    def _note_contents(self, address: int, contents: Sequence[Holds]) -> None:
        """It is not gone. What is none of ours takes the report away only where something had been missing before."""
        if contents[-1] != "same":
            _set(self._unclear, address, contents[-1] == "unclear")
        if address in self._unclear and address in self._missing():
            self._replaced.add(address)
        self._gone.discard(address)
        self._gone_with_page.discard(address)
        reports = [holds for holds in contents if holds in ("report", "other")]
        if reports:
            _set(self._replaced, address, reports[-1] == "other")

    def _follow_pages(self, by_address: Mapping[int, list[Answer]]) -> None:
        for attachment, page in self._page_of.items():
            if attachment in by_address or page not in by_address:
                continue
            if page in self._gone:
                self._gone_with_page.add(attachment)
            else:
                self._gone_with_page.discard(attachment)

    def _asked(self, address: int, by_address: Mapping[int, list[Answer]]) -> list[Answer]:
        """What an address answered in a run, or where nobody asked the page that it goes with."""
        return by_address.get(address) or by_address.get(self._page_of.get(address, -1), [])

    def _goings(self, lost: Mapping[int, Answer], own: set[int], shown: Listed) -> Iterator[Went]:
        led_to = (shown.addresses & own) - self._replaced
        all_gone = own <= self._missing() and not shown.named and not led_to
        for address, answer in sorted(lost.items()):
            yield Went(address, answer, all_gone)


def _set(members: set[int], member: int, belongs: bool) -> None:
    """Have the member in the set, or not."""
    if belongs:
        members.add(member)
    else:
        members.discard(member)
