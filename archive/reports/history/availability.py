"""A report's availability by site run, derived from what its addresses answered. Pure.

A site run with outcome `ok` that finds an address gone proves that the report is no longer there; any other run proves
no absence. An attachment that was not requested disappears and reappears with the page that links it. Instants (`at`,
`since`) are text as `archive.storage.instants.text` writes it, and serve only to order answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Holds = Literal["report", "other", "unclear", "same", "nothing"]
"""What an answer held: this report; another report; a document that is no report; unchanged bytes; nothing (gone).

An `unclear` document removes no report, since it may be misread, and restores none.
"""


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """What one address answered in one site run; `at` orders answers, `outcome_ok` says that the run saw all lists."""

    at: str
    capture: str
    address: int
    site_run: int
    outcome_ok: bool
    holds: Holds


@dataclass(frozen=True, slots=True)
class Reappeared:
    """An address holds the report again, in bytes that were read before."""

    address: int
    answer: AddressAnswer


@dataclass(frozen=True, slots=True)
class Disappeared:
    """An address no longer holds the report; `all_gone`: no address holds it and no list of that run links it."""

    address: int
    answer: AddressAnswer
    all_gone: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """What the lists of a site run show of a report: its addresses, and whether any link title names it."""

    addresses: frozenset[int]
    named: bool


@dataclass(frozen=True, slots=True)
class Run:
    """The state after one site run, at `at`: the addresses that hold the report, and the changes of this run."""

    site_run: int
    at: str
    available: frozenset[int]
    events: tuple[Reappeared | Disappeared, ...]


def replay_runs(
    answers: Iterable[AddressAnswer],
    known_since: Mapping[int, str],
    page_of: Mapping[int, int],
    listed: Callable[[int], Listed],
) -> Iterator[Run]:
    """The site runs that requested an address, in order of time.

    `known_since` maps each address to when it was first known to hold the report, `page_of` an attachment to the page
    that links it. `listed` gives what a site run's lists show; it is called for runs with outcome `ok` only.
    """
    runs: dict[int, list[AddressAnswer]] = {}
    for answer in answers:
        runs.setdefault(answer.site_run, []).append(answer)
    state = _State(known_since, page_of)
    ordered_runs = {site_run: sorted(answers, key=_order) for site_run, answers in runs.items()}
    for site_run, ordered in sorted(ordered_runs.items(), key=lambda run: _order(run[1][-1])):
        until = max((answer.at for answer in ordered if state.concerns(answer)), default=ordered[0].at)
        events = tuple(state.apply_run(ordered, until, listed))
        yield Run(site_run, until, state.available(until), events)


def _order(answer: AddressAnswer) -> tuple[str, str]:
    return answer.at, answer.capture


class _State:
    """What is known of each address while the site runs are replayed."""

    def __init__(self, known_since: Mapping[int, str], page_of: Mapping[int, int]) -> None:
        self._known_since, self._page_of = known_since, page_of
        self._gone: set[int] = set()
        self._gone_with_page: set[int] = set()
        self._replaced: set[int] = set()
        self._unclear: set[int] = set()

    def available(self, at: str) -> frozenset[int]:
        """The addresses known by then that hold the report."""
        return frozenset(self._known_addresses(at) - self._missing())

    def concerns(self, answer: AddressAnswer) -> bool:
        """Whether the answer is of an address of the report, or of a page that links one, as far as was known then."""
        known = self._known_addresses(answer.at)
        return answer.address in known or any(self._page_of.get(address) == answer.address for address in known)

    def apply_run(
        self, run: list[AddressAnswer], until: str, listed: Callable[[int], Listed]
    ) -> Iterator[Reappeared | Disappeared]:
        """Apply the answers of one run, in order; yields what changed against the runs before."""
        before = self._missing()
        by_address: dict[int, list[AddressAnswer]] = {}
        for answer in run:
            by_address.setdefault(answer.address, []).append(answer)
        for address, answers in by_address.items():
            self._record_answers(address, answers)
        self._follow_pages(by_address)
        missing, known = self._missing(), self._known_addresses(until)
        fetched_again = {answer.address for answer in run if answer.holds == "report"}
        for address in sorted(before - missing - fetched_again):
            yield Reappeared(
                address, next(answer for answer in self._answers_for(address, by_address) if answer.holds != "nothing")
            )
        lost = {
            address: self._answers_for(address, by_address)[0]
            for address in missing & known
            if self._answers_for(address, by_address)
        }
        if lost and run[0].outcome_ok:
            yield from self._disappearances(lost, known, listed(run[0].site_run))

    def _known_addresses(self, at: str) -> set[int]:
        return {address for address, since in self._known_since.items() if since <= at}

    def _missing(self) -> set[int]:
        return self._gone | self._gone_with_page | self._replaced

    def _record_answers(self, address: int, answers: Sequence[AddressAnswer]) -> None:
        """Record what an address answered in one run: it is gone where it held nothing and the run was `ok`."""
        contents = [answer.holds for answer in answers if answer.holds != "nothing"]
        if contents:
            self._record_contents(address, contents)
        elif answers[0].outcome_ok:
            self._gone.add(address)

    def _record_contents(self, address: int, contents: Sequence[Holds]) -> None:
        """The address holds something. An unclear document replaces the report only where it was missing before."""
        if contents[-1] != "same":
            _set(self._unclear, address, contents[-1] == "unclear")
        if address in self._unclear and address in self._missing():
            self._replaced.add(address)
        self._gone.discard(address)
        self._gone_with_page.discard(address)
        reports = [holds for holds in contents if holds in ("report", "other")]
        if reports:
            _set(self._replaced, address, reports[-1] == "other")

    def _follow_pages(self, by_address: Mapping[int, list[AddressAnswer]]) -> None:
        for attachment, page in self._page_of.items():
            if attachment in by_address or page not in by_address:
                continue
            if page in self._gone:
                self._gone_with_page.add(attachment)
            else:
                self._gone_with_page.discard(attachment)

    def _answers_for(self, address: int, by_address: Mapping[int, list[AddressAnswer]]) -> list[AddressAnswer]:
        """The answers of an address in a run; where it was not requested, those of the page that links it."""
        return by_address.get(address) or by_address.get(self._page_of.get(address, -1), [])

    def _disappearances(
        self, lost: Mapping[int, AddressAnswer], known: set[int], on_lists: Listed
    ) -> Iterator[Disappeared]:
        listed_addresses = (on_lists.addresses & known) - self._replaced
        all_gone = known <= self._missing() and not on_lists.named and not listed_addresses
        for address, answer in sorted(lost.items()):
            yield Disappeared(address, answer, all_gone)


def _set(members: set[int], member: int, belongs: bool) -> None:
    """Add the member to the set, or remove it."""
    if belongs:
        members.add(member)
    else:
        members.discard(member)
