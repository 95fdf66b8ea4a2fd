"""Who owed a report by when, and what our looks prove of it. Pure: values in, a verdict with its evidence out.

Absence is concluded from sound looks and from nothing else. The wording of a verdict is what was seen, never a charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from archive.clock import CHINA, china_day, end_of_day

Verdict = Literal["on_time", "late", "not_published", "seen_after_gap", "cannot_tell", "pending", "exempt"]

NIGHTS_TO_ACCUSE = 2
"""Sound looks after the deadline, on different nights, before a report counts as not published."""

CLAIM_TRUSTED_FOR = timedelta(days=2)
"""How long after the deadline a first sighting may still be covered by the date the page claims."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that set a date: the day on which a report falls due, and the document that says so."""

    name: str
    due_on: date
    basis: str
    url: str | None = None

    @property
    def due_at(self) -> datetime:
        """The end of the day in China; a report is in time before this instant."""
        return end_of_day(self.due_on)


@dataclass(frozen=True, slots=True)
class Look:
    """A sound look at a county's lists: when it ended, in which site run, and whether the report was there.

    `capture` is the listing page that showed it or, where it did not, one of those that did not.
    """

    at: datetime
    site_run: str
    shows: bool
    capture: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """The report itself, read: when it was first fetched, by which capture, and the date that it claims."""

    at: datetime
    capture: str
    claimed_on: date | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one township and year, and what it rests on."""

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


def default_rule(year: int, month_day: str | None = None, basis: str | None = None, url: str | None = None) -> Rule:
    """The rule for a reporting year, or the county's own where its site row names one (`month_day` as `MM-DD`).

    Reports for 2018 and before: 31 March (2007 Regulations, art. 31, which bound every administrative organ). Later
    ones: 31 January (2019 Regulations, art. 49, which name county departments; townships follow by notice or custom).
    """
    if month_day:
        month, day = (int(part) for part in month_day.split("-"))
        return Rule("county", date(year + 1, month, day), basis or "set in sites.toml", url)
    if year <= 2018:
        return Rule("regulations-2007", date(year + 1, 3, 31), "政府信息公开条例（2007）第三十一条")
    return Rule(
        "regulations-2019",
        date(year + 1, 1, 31),
        "政府信息公开条例（2019）第四十九条（条文所指为县级以上政府部门，乡镇依通知或惯例参照）",
    )


def judge(
    rule: Rule, looks: Sequence[Look], sighting: Sighting | None, now: datetime, in_force: bool = True
) -> Judgement:
    """What can be said of a report at `now`, from every sound look and the first reading of the report itself."""
    looks = sorted((look for look in looks if look.at <= now), key=lambda look: look.at)
    if sighting is not None and sighting.at <= now:
        return _seen(rule, looks, sighting)
    if not in_force:
        return Judgement("exempt", "the unit was not in force on the day the report fell due", rule)
    if now < rule.due_at:
        return Judgement("pending", "the deadline has not passed", rule, before=looks[-1] if looks else None)
    return _unseen(rule, looks)


def _seen(rule: Rule, looks: Sequence[Look], sighting: Sighting) -> Judgement:
    absent = [look for look in looks if not look.shows and look.at < sighting.at]
    last_absent = absent[-1] if absent else None
    claimed = sighting.claimed_on
    backdated = bool(claimed and last_absent and claimed < china_day(last_absent.at))

    def say(verdict: Verdict, why: str, days_late: int | None = None) -> Judgement:
        return Judgement(verdict, why, rule, sighting.at, claimed, days_late, backdated, last_absent, None, sighting)

    if sighting.at < rule.due_at:
        return say("on_time", "seen before the deadline")
    if last_absent and last_absent.at >= rule.due_at:
        return say("late", "a sound look after the deadline did not show it", _days_late(rule, last_absent, sighting))
    if (
        last_absent
        and claimed
        and sighting.at - rule.due_at <= CLAIM_TRUSTED_FOR
        and not backdated
        and claimed <= rule.due_on
    ):
        return say(
            "on_time", "first seen within two days of the deadline, and the date it claims contradicts no look of ours"
        )
    return say("seen_after_gap", "there now, and no sound look tells since when")


def _days_late(rule: Rule, last_absent: Look, sighting: Sighting) -> int:
    """Whole days after the due day, by the claimed date where no look contradicts it, else by the first sighting."""
    first_possible, last_possible = china_day(last_absent.at), china_day(sighting.at)
    claimed = sighting.claimed_on
    day = claimed if claimed and first_possible <= claimed <= last_possible else last_possible
    return (day - rule.due_on).days


def _unseen(rule: Rule, looks: Sequence[Look]) -> Judgement:
    after = [look for look in looks if look.at >= rule.due_at]
    if not after:
        return Judgement("cannot_tell", "no sound look since the deadline", rule, before=looks[-1] if looks else None)
    if after[-1].shows:
        return Judgement("cannot_tell", "listed, but the document could not be read", rule, after=after[-1])
    nights = {look.at.astimezone(CHINA).date() for look in after if not look.shows}
    if len(nights) < NIGHTS_TO_ACCUSE:
        return Judgement(
            "cannot_tell",
            "one sound look after the deadline did not show it; a second night decides",
            rule,
            after=after[-1],
        )
    return Judgement(
        "not_published", f"{len(nights)} sound looks after the deadline did not show it", rule, after=after[-1]
    )
