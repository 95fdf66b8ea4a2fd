"""A case and its verdict, as values: who owed which report by when, what was seen of it, and what follows.

Holds no decision; `judge` makes it. Instants are aware datetimes, days are calendar days in China.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from archive.captures.facts import Finding
from archive.deadlines.borrowed_days import DayPlace
from archive.deadlines.reasons import Ambiguity, Arguments, CheckCaveat, Code, Witness
from archive.storage.instants import end_of_day

Verdict = Literal["on_time", "late", "not_published", "seen_after_gap", "cannot_tell", "pending", "exempt"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that set a date: the day on which a report falls due, and the document that says so.

    `binding` is `named` where the document names townships, `custom` where they follow it by notice or habit.
    """

    name: str
    due_on: date
    basis: str
    url: str | None = None
    binding: Literal["named", "custom"] = "named"

    @property
    def due_at(self) -> datetime:
        """The end of the day in China; a report is in time before this instant."""
        return end_of_day(self.due_on)


Pair = tuple[str, int]
"""A township's code and a reporting year."""

Page = tuple[str, str]
"""A capture and the address that it was taken from."""


@dataclass(frozen=True, slots=True)
class ListingCheck:
    """What a check of a county's lists says of one report: in which run, as of when, and whether it was shown.

    `capture` is one of the `pages` that were checked. Only a `complete` check, which saw every list whole, can prove
    absence; and not where it has a `caveat`, as this report may have been there all the same. `findings` are the facts
    of the proof; a check without them proves nothing. `nights` is for how many nights it stands, with those between it
    and the next check, all of which prove the same.
    """

    at: datetime
    site_run: str
    shows: bool
    capture: str | None
    url: str | None = None
    complete: bool = True
    pages: tuple[Page, ...] = ()
    caveat: CheckCaveat | None = None
    caveat_args: Arguments = field(default_factory=dict, compare=False)
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    nights: int = field(default=1, compare=False)

    @property
    def lacks(self) -> bool:
        """Whether the lists, seen whole, did not show the report."""
        return self.complete and not self.shows

    @property
    def proves_absence(self) -> bool:
        """Whether the report was not there."""
        return self.lacks and self.caveat is None


@dataclass(frozen=True, slots=True)
class Sighting:
    """The report itself, read: when it was first fetched, by which capture from where, and the date that it claims.

    `of_publication`: the page calls this the date of its publication. The date under a text is that of its signature,
    and many a report is signed long before it is published. `report` is the report's key; that of a joint one names the
    township that stands first in its title. `claimed_in` says where that day stands.
    """

    at: datetime
    capture: str
    claimed_on: date | None
    url: str | None = None
    of_publication: bool = True
    report: str | None = None
    claimed_in: DayPlace = DayPlace.DOCUMENT


@dataclass(frozen=True, slots=True)
class Claim:
    """A day of publication, the label beside it, and the first capture of the page that names it."""

    on: date
    label: str
    capture: str


@dataclass(frozen=True, slots=True)
class AmbiguousDocument:
    """A document on the site that may be a missing report: of one township or any (None), for one year or any.

    With `year` None: for any year that was over by `since`. `until` is when the document was found to be gone: checks
    after that are no longer in doubt.
    """

    ambiguity: Ambiguity
    arguments: Arguments = field(default_factory=dict)
    township: str | None = None
    year: int | None = None
    since: date | None = None
    until: datetime | None = None

    def concerns(self, township: str, year: int) -> bool:
        """Whether the document may be this report."""
        if self.township not in (None, township):
            return False
        if self.year is not None:
            return self.year == year
        return self.since is None or self.since >= date(year, 12, 1)


@dataclass(frozen=True, slots=True)
class WitnessStatement:
    """What a second witness says: that a report came out after the day that it claims."""

    witness: Witness
    args: Arguments = field(default_factory=dict)


def _nobody(_claimed: date) -> WitnessStatement | None:
    return None


@dataclass(frozen=True, slots=True)
class Case:
    """All that bears on the verdict on one report at `now`.

    `witness_against` gives what, beside the lists, contradicts a day of publication that the report claims.
    `ambiguous_documents` gives those that may be this report. It is called only where everything else accuses, as
    finding them is slow. `checks_after` gives the checks after an instant where some of `checks` stand for several
    nights; None: those of them. `first_complete_check` is that of the county. `is_township` is False for farms, parks,
    prisons and companies that have a code of the same level. `said_not_to_owe` is a person's word. Neither is
    `in_force`.
    """

    rule: Rule
    now: datetime
    checks: tuple[ListingCheck, ...] = ()
    sighting: Sighting | None = None
    ambiguous_documents: Callable[[], Iterable[AmbiguousDocument]] = tuple
    in_force: bool = True
    watched: bool = True
    first_complete_check: datetime | None = None
    is_township: bool = True
    said_not_to_owe: bool = False
    witness_against: Callable[[date], WitnessStatement | None] = _nobody
    checks_after: Callable[[datetime], Iterable[ListingCheck]] | None = None

    def after(self, moment: datetime) -> Iterable[ListingCheck]:
        """The checks after an instant, each for its own nights."""
        if self.checks_after is not None:
            return self.checks_after(moment)
        return [check for check in self.checks if check.at > moment]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one report with its reason, and what it rests on: checks in the order of time, and the sighting."""

    verdict: Verdict
    reason: Code
    rule: Rule
    arguments: Arguments = field(default_factory=dict)
    first_seen: datetime | None = None
    claimed_on: date | None = None
    days_late: int | None = None
    backdated: bool = False
    before: ListingCheck | None = None
    after: ListingCheck | None = None
    sighting: Sighting | None = None
    checks: tuple[ListingCheck, ...] = ()
    statement: WitnessStatement | None = None
