"""The judge: from all that bears on one report to a verdict with its reason and evidence. Pure; the only place.

Absence is concluded from complete checks without a caveat and from nothing else; presence from any check. To accuse
(`not_published`) takes all of this: the unit was in force on the due day, the deadline has passed, the report was
neither read nor ever listed, the last complete check since the deadline has no caveat, enough nights prove absence, the
report did not fall due long before the county was first checked, and no document on the site may be it.

A `late` report was absent by a check after the deadline, or names a later day of publication itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from archive.deadlines.case import Case, Judgement, ListingCheck, Rule, Sighting, Verdict
from archive.deadlines.reasons import Arguments, Code, Reason
from archive.storage.instants import china_day, china_day_number, end_of_day, milliseconds

JUDGE = 2
"""Raised whenever the same archive would be judged otherwise; 1 (stored as NULL) knew no proofs."""

NIGHTS_TO_ACCUSE = 2
"""Nights after the deadline that must prove absence before a report counts as not published."""

NIGHTS_APART = timedelta(hours=6)
"""Two checks around midnight lie on two days and are one night all the same."""

CLAIM_TRUSTED_FOR = timedelta(days=2)
"""How long after the deadline a first sighting may still be covered by the date that the page claims."""

LISTS_LAG = timedelta(days=1)
"""How long a list may take to show what has been published: it contradicts no later claim than that."""

TOO_LONG_AGO = timedelta(days=366)
"""A report that fell due this long before the county's first complete check may have been there and moved since."""


def judge(case: Case) -> Judgement:
    """The verdict at `case.now`; what was seen later does not count."""
    checks = _until_now(case, case.checks)
    if case.sighting is not None and case.sighting.at <= case.now:
        return _seen(case, checks, case.sighting)
    if not case.in_force:
        return Judgement("exempt", _why_exempt(case), case.rule)
    if case.now < case.rule.due_at:
        return _pending(case.rule, checks)
    return _unseen(case, checks)


def _until_now(case: Case, checks: Iterable[ListingCheck]) -> list[ListingCheck]:
    return sorted((check for check in checks if check.at <= case.now), key=lambda check: check.at)


def _why_exempt(case: Case) -> Reason:
    if case.said_not_to_owe:
        return Reason.SAID_NOT_TO_OWE
    return Reason.NOT_IN_FORCE if case.is_township else Reason.NOT_A_TOWNSHIP


def contradicting(rule: Rule, published: date, checks: Sequence[ListingCheck]) -> list[ListingCheck]:
    """Those checks that did not show the report though they had to, had it been published on this day."""
    if not _can_be_published(rule, published):
        return []
    shown_by = end_of_day(published) + LISTS_LAG
    return [check for check in checks if check.proves_absence and shown_by <= check.at]


def _pending(rule: Rule, checks: Sequence[ListingCheck]) -> Judgement:
    listed = _last([check for check in checks if check.shows])
    last = listed or _last([check for check in checks if check.complete])
    reason = Reason.LISTED_NOT_READ_YET if listed else Reason.NOT_DUE_YET
    return Judgement("pending", reason, rule, before=last, checks=(last,) if last else ())


def _unseen(case: Case, checks: Sequence[ListingCheck]) -> Judgement:
    """Past the deadline and never read: an accusation, or why there is none."""
    found = _absence(case.rule, checks)
    if found.verdict != "not_published":
        return found if case.watched else replace(found, reason=Reason.COUNTY_NOT_WATCHED)
    began = case.first_complete_check
    if began is not None and began - case.rule.due_at >= TOO_LONG_AGO:
        return _open(found, Reason.DUE_LONG_BEFORE_FIRST_CHECK)
    return _unless_ambiguous(case, found)


def _absence(rule: Rule, checks: Sequence[ListingCheck]) -> Judgement:
    """What the checks alone prove of a report that was never read."""
    before = _last([check for check in checks if check.complete and check.at < rule.due_at])
    listed = _last([check for check in checks if check.shows])
    lacking = [check for check in checks if check.lacks and check.at >= rule.due_at]
    nights = _nights([check for check in lacking if check.proves_absence])
    number = sum(night.nights for night in nights)

    def conclude(verdict: Verdict, reason: Code, after: ListingCheck | None) -> Judgement:
        evidence = dict.fromkeys(check for check in (before, listed, *nights[:NIGHTS_TO_ACCUSE], after) if check)
        ordered = tuple(sorted(evidence, key=lambda check: check.at))
        return Judgement(verdict, reason, rule, before=before, after=after, checks=ordered)

    if listed:
        return conclude("cannot_tell", Reason.LISTED_UNREADABLE, listed)
    if not lacking:
        return conclude("cannot_tell", Reason.NO_CHECK_SINCE_DEADLINE, None)
    last = lacking[-1]
    if last.caveat:
        return replace(conclude("cannot_tell", last.caveat, last), arguments=last.caveat_args)
    if number < NIGHTS_TO_ACCUSE:
        return conclude("cannot_tell", Reason.ABSENT_ON_ONE_NIGHT, last)
    accused = conclude("not_published", Reason.ABSENT_ON_NIGHTS, last)
    return replace(accused, arguments={"nights": number})


def _nights(checks: Sequence[ListingCheck]) -> list[ListingCheck]:
    """The first check of each night."""
    return [checks[begin] for begin in nights_begin([milliseconds(check.at) for check in checks])]


def nights_begin(instants: Sequence[int]) -> list[int]:
    """The places of instants, in order and in milliseconds, with each of which another night begins."""
    found: list[int] = []
    day, until = -1, 0
    for place, at in enumerate(instants):
        if not found or (at >= until and china_day_number(at) != day):
            found.append(place)
            day, until = china_day_number(at), at + NIGHTS_APART // timedelta(milliseconds=1)
    return found


def _unless_ambiguous(case: Case, accused: Judgement) -> Judgement:
    """Accuse nobody while a document on the site may be the report, nor by checks made while one was there."""
    gone_at: datetime | None = None
    for document in case.ambiguous_documents():
        if document.until is None:
            return _open(accused, document.ambiguity, document.arguments)
        gone_at = max(document.until, gone_at or document.until)
        accused = _absence(case.rule, _until_now(case, case.after(gone_at)))
        if accused.verdict != "not_published":
            gone = {**document.arguments, "ambiguity": document.ambiguity}
            return _open(accused, Reason.AMBIGUITY_GONE, gone)
    return accused


def _open(found: Judgement, reason: Code, arguments: Arguments | None = None) -> Judgement:
    """No accusation, for this reason; the checks stay as evidence."""
    return replace(found, verdict="cannot_tell", reason=reason, arguments=arguments or {})


def _seen(case: Case, checks: Sequence[ListingCheck], sighting: Sighting) -> Judgement:
    """The report is or was there: since when, by checks, by the sighting, and by the date that it claims."""
    rule, in_force = case.rule, case.in_force
    listed = next((check for check in checks if check.shows and check.at < sighting.at), None)
    since = listed.at if listed else sighting.at
    before = [check for check in checks if check.at < since]
    absent = _last([check for check in before if check.proves_absence])
    lacking = _last([check for check in before if check.lacks])
    claimed, published = sighting.claimed_on, _published(rule, sighting)
    contradicts = _last(contradicting(rule, published, before)) if in_force and published else None
    statement = case.witness_against(published) if contradicts and published else None
    backdated = statement is not None

    def conclude(
        verdict: Verdict, reason: Code, check: ListingCheck | None = absent, days_late: int | None = None
    ) -> Judgement:
        evidence = tuple(found for found in (check, listed) if found)
        return Judgement(
            verdict,
            reason,
            rule,
            {},
            since,
            claimed,
            days_late,
            backdated,
            check,
            listed,
            sighting,
            evidence,
            statement,
        )

    if since < rule.due_at:
        return conclude("on_time", Reason.LISTED_BEFORE_DEADLINE if listed else Reason.SEEN_BEFORE_DEADLINE)
    if not in_force:
        owed = Reason.NOT_IN_FORCE_BUT_PUBLISHED if case.is_township else Reason.NOT_A_TOWNSHIP_BUT_PUBLISHED
        return conclude("exempt", owed)
    if contradicts and not backdated and published and published <= rule.due_on:
        args = {"claimed": published.isoformat(), "lacking": china_day(contradicts.at).isoformat()}
        return replace(conclude("seen_after_gap", Reason.ONLY_LIST_CONTRADICTS, contradicts), arguments=args)
    if absent and absent.at >= rule.due_at and not _may_lag(rule, claimed, absent):
        days = _days_late(rule, absent, since, claimed)
        return conclude("late", Reason.ABSENT_AFTER_DEADLINE, absent, days)
    if lacking and lacking.at >= rule.due_at:
        if published and rule.due_on < published <= china_day(since):
            return conclude("late", Reason.PUBLISHED_AFTER_DEADLINE, lacking, (published - rule.due_on).days)
        found = conclude("seen_after_gap", lacking.caveat or Reason.LIST_MAY_LAG, lacking)
        return replace(found, arguments=lacking.caveat_args)
    if lacking and not backdated and _is_covered(rule, claimed, since):
        return conclude("on_time", Reason.CLAIM_NOT_CONTRADICTED)
    return conclude("seen_after_gap", Reason.NO_CHECK_BEFORE_SIGHTING)


def _published(rule: Rule, sighting: Sighting) -> date | None:
    """The day of publication that the report names."""
    day = sighting.claimed_on
    return day if sighting.of_publication and day and _can_be_published(rule, day) else None


def _can_be_published(rule: Rule, day: date) -> bool:
    """A day before the reporting year was over is no report's, but a template's."""
    return day.year >= rule.due_on.year


def _may_lag(rule: Rule, claimed: date | None, absent: ListingCheck) -> bool:
    """Whether a report that claims a day in time may have been out already when a list did not show it yet."""
    return claimed is not None and claimed <= rule.due_on and absent.at < end_of_day(claimed) + LISTS_LAG


def _is_covered(rule: Rule, claimed: date | None, since: datetime) -> bool:
    """Whether it was first seen so soon after the deadline that its own date, which is in time, is believed."""
    return claimed is not None and claimed <= rule.due_on and since - rule.due_at <= CLAIM_TRUSTED_FOR


def _days_late(rule: Rule, absent: ListingCheck, since: datetime, claimed: date | None) -> int:
    """Whole days after the due day, by the claimed date where no check contradicts it, else by the first sighting."""
    first_possible, last_possible = china_day(absent.at), china_day(since)
    day = claimed if claimed and first_possible <= claimed <= last_possible else last_possible
    return (day - rule.due_on).days


def _last(checks: Sequence[ListingCheck]) -> ListingCheck | None:
    return checks[-1] if checks else None
