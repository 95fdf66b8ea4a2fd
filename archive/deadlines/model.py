"""Who owed a report by when, and what our looks prove of it. Pure: values in, a verdict with its evidence out.

Absence is concluded from sound looks and from nothing else; presence from any look. The wording of a verdict is what
was seen, never a charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from archive.storage.instants import china_day, end_of_day

Verdict = Literal["on_time", "late", "not_published", "seen_after_gap", "cannot_tell", "pending", "exempt"]

NIGHTS_TO_ACCUSE = 2
"""Sound looks after the deadline, on different nights, before a report counts as not published."""

NIGHTS_APART = timedelta(hours=6)
"""Two looks about midnight lie on two days and are one night all the same."""

CLAIM_TRUSTED_FOR = timedelta(days=2)
"""How long after the deadline a first sighting may still be covered by the date the page claims."""

LISTS_LAG = timedelta(days=1)
"""How long a list may take to show what has been published: it contradicts no later claim than that."""


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


Page = tuple[str, str]
"""A capture and the address that it was taken from."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a county's lists: when it ended, in which run, and whether the report was there.

    `capture` is one of the `pages` that were looked at. Only a `sound` look, which saw every list whole, can tell of
    absence; and not where there is a `reservation`: why this report may have been there all the same.
    """

    at: datetime
    site_run: str
    shows: bool
    capture: str | None
    url: str | None = None
    sound: bool = True
    pages: tuple[Page, ...] = ()
    reservation: str | None = None

    @property
    def lacks(self) -> bool:
        """Whether the lists, seen whole, did not show the report."""
        return self.sound and not self.shows

    @property
    def absent(self) -> bool:
        """Whether this look proves that the report was not there."""
        return self.lacks and self.reservation is None


@dataclass(frozen=True, slots=True)
class Sighting:
    """The report itself, read: when it was first fetched, by which capture from where, and the date that it claims.

    `of_publication` tells that the page calls this the date of its publication: the date under a text is that of its
    signature, and many a report is signed long before it is published.
    """

    at: datetime
    capture: str
    claimed_on: date | None
    url: str | None = None
    of_publication: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one township and year, and what it rests on: looks in the order of time, and the report as read."""

    verdict: Verdict
    why: str
    rule: Rule
    first_seen: datetime | None = None
    claimed_on: date | None = None
    days_late: int | None = None
    backdated: bool = False
    before: Look | None = None
    after: Look | None = None
    sighting: Sighting | None = None
    looks: tuple[Look, ...] = ()


def judge(
    rule: Rule, looks: Sequence[Look], sighting: Sighting | None, now: datetime, in_force: bool = True
) -> Judgement:
    """What can be said of a report at `now`, from every look and the first reading of the report itself."""
    looks = sorted((look for look in looks if look.at <= now), key=lambda look: look.at)
    if sighting is not None and sighting.at <= now:
        return _seen(rule, looks, sighting, in_force=in_force)
    if not in_force:
        return Judgement("exempt", "the unit was not in force on the day the report fell due", rule)
    if now < rule.due_at:
        last = _last([look for look in looks if look.shows]) or _last([look for look in looks if look.sound])
        why = (
            "listed, but not read yet; the deadline has not passed"
            if last and last.shows
            else "the deadline has not passed"
        )
        return Judgement("pending", why, rule, before=last, looks=(last,) if last else ())
    return _unseen(rule, looks)


def _seen(rule: Rule, looks: Sequence[Look], sighting: Sighting, *, in_force: bool) -> Judgement:
    listed = next((look for look in looks if look.shows and look.at < sighting.at), None)
    since = listed.at if listed else sighting.at
    before = [look for look in looks if look.at < since]
    last_absent = _last([look for look in before if look.absent])
    last_lacking = _last([look for look in before if look.lacks])
    claimed, published = sighting.claimed_on, _published(rule, sighting)
    backdated = bool(in_force and published and contradicting(rule, published, before))

    def say(verdict: Verdict, why: str, look: Look | None = last_absent, days_late: int | None = None) -> Judgement:
        told = tuple(one for one in (look, listed) if one)
        return Judgement(verdict, why, rule, since, claimed, days_late, backdated, look, listed, sighting, told)

    if since < rule.due_at:
        return say("on_time", "listed before the deadline" if listed else "seen before the deadline")
    if not in_force:
        return say("exempt", "the unit was not in force on the day the report fell due; a report is there all the same")
    if last_absent and last_absent.at >= rule.due_at and not _may_lag(rule, claimed, last_absent):
        days = _days_late(rule, last_absent, since, claimed)
        return say("late", "a sound look after the deadline did not show it", last_absent, days)
    if last_lacking and last_lacking.at >= rule.due_at:
        if published and rule.due_on < published <= china_day(since):
            why = "it names a day of publication after the deadline, and a sound look since then did not show it"
            return say("late", why, last_lacking, (published - rule.due_on).days)
        why = (
            last_lacking.reservation or "the day that it claims lies before the deadline, and lists lag behind by a day"
        )
        return say("seen_after_gap", why, last_lacking)
    if (
        last_lacking
        and claimed
        and since - rule.due_at <= CLAIM_TRUSTED_FOR
        and not backdated
        and claimed <= rule.due_on
    ):
        return say(
            "on_time", "first seen within two days of the deadline, and the date it claims contradicts no look of ours"
        )
    return say("seen_after_gap", "there now, and no sound look tells since when")


def contradicting(rule: Rule, published: date, looks: Sequence[Look]) -> list[Look]:
    """Those looks that did not show the report though they had to, had it been published on this day."""
    if not _can_be_published(rule, published):
        return []
    return [look for look in looks if look.absent and end_of_day(published) + LISTS_LAG <= look.at]


def _published(rule: Rule, sighting: Sighting) -> date | None:
    """The day of publication that it names."""
    day = sighting.claimed_on
    return day if sighting.of_publication and day and _can_be_published(rule, day) else None


def _can_be_published(rule: Rule, day: date) -> bool:
    """A day before the reporting year was over is no report's, but a template's."""
    return day.year >= rule.due_on.year


def _may_lag(rule: Rule, claimed: date | None, absent: Look) -> bool:
    """Whether a report that claims a day in time may have been out already when a list did not show it yet."""
    return claimed is not None and claimed <= rule.due_on and absent.at < end_of_day(claimed) + LISTS_LAG


def _days_late(rule: Rule, last_absent: Look, since: datetime, claimed: date | None) -> int:
    """Whole days after the due day, by the claimed date where no look contradicts it, else by the first sighting."""
    first_possible, last_possible = china_day(last_absent.at), china_day(since)
    day = claimed if claimed and first_possible <= claimed <= last_possible else last_possible
    return (day - rule.due_on).days


def _unseen(rule: Rule, looks: Sequence[Look]) -> Judgement:
    before = _last([look for look in looks if look.sound and look.at < rule.due_at])
    listed = _last([look for look in looks if look.shows])
    since = [look for look in looks if look.lacks and look.at >= rule.due_at]
    absent = [look for look in since if look.absent]
    nights = _nights(absent)

    def say(verdict: Verdict, why: str, after: Look | None) -> Judgement:
        told = dict.fromkeys(look for look in (before, listed, *nights[:2], after) if look)
        looked = tuple(sorted(told, key=lambda look: look.at))
        return Judgement(verdict, why, rule, before=before, after=after, looks=looked)

    if listed:
        return say("cannot_tell", "listed, but the document could not be read", listed)
    if not since:
        return say("cannot_tell", "no sound look since the deadline", None)
    if since[-1].reservation:
        return say("cannot_tell", since[-1].reservation, since[-1])
    if len(nights) < NIGHTS_TO_ACCUSE:
        why = "one sound look after the deadline did not show it; a second night decides"
        return say("cannot_tell", why, absent[-1])
    return say("not_published", f"sound looks on {len(nights)} nights after the deadline did not show it", absent[-1])


def _nights(looks: Sequence[Look]) -> list[Look]:
    """One look a night."""
    nights: list[Look] = []
    for look in looks:
        former = _last(nights)
        if former is None or (china_day(look.at) != china_day(former.at) and look.at - former.at >= NIGHTS_APART):
            nights.append(look)
    return nights


def _last(looks: Sequence[Look]) -> Look | None:
    return looks[-1] if looks else None
