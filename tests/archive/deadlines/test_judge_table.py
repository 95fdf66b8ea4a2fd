"""The decision table of `archive.deadlines.judge`: one row a condition or constant, with the verdict it gives.

Times are hours after the deadline, which is the end of 31 January 2026 in China, so that hour 0 is midnight; `MOMENT`
is the smallest step. `rests_on` are the checks that the verdict names as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.captures.facts import PROVES, Observation
from archive.deadlines.case import AmbiguousDocument, Case, ListingCheck, Rule, Sighting, Verdict, WitnessStatement
from archive.deadlines.judge import contradicting, judge
from archive.deadlines.reasons import CODES, Ambiguity, Caveat, CheckCaveat, Code, Reason, Witness

RULE = Rule("regulations-2019", date(2026, 1, 31), "basis")
DUE = datetime(2026, 1, 31, 16, tzinfo=UTC)
MOMENT = 1 / 3_600_000
"""A millisecond, in hours."""

DAY, YEAR = 24.0, 366 * 24.0
MUCH_LATER = 60 * DAY


def at(hours: float) -> datetime:
    return DUE + timedelta(milliseconds=round(hours * 3_600_000))


def lacks(hours: float, caveat: CheckCaveat | None = None) -> ListingCheck:
    """A complete check that did not show the report."""
    return ListingCheck(at(hours), f"run {hours}", False, "list", caveat=caveat)


def shows(hours: float, *, complete: bool = True) -> ListingCheck:
    return ListingCheck(at(hours), f"run {hours}", True, "list", complete=complete)


def incomplete(hours: float) -> ListingCheck:
    """A check that did not show the report and did not see every list whole."""
    return ListingCheck(at(hours), f"run {hours}", False, "list", complete=False)


def read(hours: float, claims: str | None = None, *, of_publication: bool = True) -> Sighting:
    """The report, first fetched at an hour; it names a day, by default as that of its publication."""
    day = date.fromisoformat(claims) if claims else None
    return Sighting(at(hours), "document", day, of_publication=of_publication)


def standing(code: Ambiguity = Ambiguity.UNKNOWN_ISSUER) -> AmbiguousDocument:
    return AmbiguousDocument(code, {"url": "u"})


def gone(hours: float, code: Ambiguity = Ambiguity.UNKNOWN_YEAR) -> AmbiguousDocument:
    return AmbiguousDocument(code, {"url": "v"}, until=at(hours))


STATEMENT = WitnessStatement(Witness.ADDRESS_NAMES_LATER_DAY, {"day": "2026-02-05", "url": "u"})


@dataclass(frozen=True)
class Row:
    """One case and what is decided; what is left out is as in most cases.

    Where the report is `backdated`, a second witness says so; in every other row there is none.
    """

    holds: str
    verdict: Verdict
    reason: Code
    checks: tuple[ListingCheck, ...] = ()
    sighting: Sighting | None = None
    now: float = MUCH_LATER
    documents: tuple[AmbiguousDocument, ...] = ()
    in_force: bool = True
    watched: bool = True
    first_complete_check: float | None = -DAY
    rests_on: tuple[float, ...] = ()
    days_late: int | None = None
    backdated: bool = False
    is_township: bool = True
    said_not_to_owe: bool = False

    def case(self, documents: Callable[[], Iterable[AmbiguousDocument]] | None = None) -> Case:
        began = None if self.first_complete_check is None else at(self.first_complete_check)
        return Case(
            RULE,
            at(self.now),
            self.checks,
            self.sighting,
            documents or (lambda: self.documents),
            self.in_force,
            self.watched,
            began,
            self.is_township,
            self.said_not_to_owe,
            lambda _: STATEMENT if self.backdated else None,
        )


MISSING_FACTS = [
    Row(
        f"a_check_whose_proof_lacks_a_fact_accuses_nobody_{observation}",
        "cannot_tell",
        observation,
        (lacks(8, observation), lacks(32, observation)),
        rests_on=(32,),
    )
    for observation in Observation
    if observation not in PROVES
]
TWO_NIGHTS = (lacks(8), lacks(32))
NEVER_READ = [
    Row(
        "nothing_is_missing_a_moment_before_the_deadline",
        "pending",
        Reason.NOT_DUE_YET,
        (lacks(-30), lacks(-6), incomplete(-5)),
        now=-MOMENT,
        rests_on=(-6,),
    ),
    Row("without_any_check_it_is_pending_all_the_same", "pending", Reason.NOT_DUE_YET, now=-MOMENT),
    Row(
        "what_is_listed_before_the_deadline_waits_to_be_read",
        "pending",
        Reason.LISTED_NOT_READ_YET,
        (shows(-30, complete=False), lacks(-6)),
        now=-MOMENT,
        rests_on=(-30,),
    ),
    Row("at_the_deadline_it_is_pending_no_more", "cannot_tell", Reason.NO_CHECK_SINCE_DEADLINE, now=0),
    Row(
        "a_check_before_the_deadline_accuses_nobody",
        "cannot_tell",
        Reason.NO_CHECK_SINCE_DEADLINE,
        (lacks(-30), lacks(-MOMENT)),
        rests_on=(-MOMENT,),
    ),
    Row(
        "an_incomplete_check_accuses_nobody",
        "cannot_tell",
        Reason.NO_CHECK_SINCE_DEADLINE,
        (incomplete(-2), incomplete(8), incomplete(32)),
    ),
    Row(
        "one_check_accuses_nobody",
        "cannot_tell",
        Reason.ABSENT_ON_ONE_NIGHT,
        (lacks(8),),
        rests_on=(8,),
    ),
    Row(
        "two_checks_on_one_night_accuse_nobody",
        "cannot_tell",
        Reason.ABSENT_ON_ONE_NIGHT,
        (lacks(1), lacks(23)),
        rests_on=(1, 23),
    ),
    Row(
        "two_checks_around_midnight_are_one_night",
        "cannot_tell",
        Reason.ABSENT_ON_ONE_NIGHT,
        (lacks(22), lacks(28 - MOMENT)),
        rests_on=(22, 28 - MOMENT),
    ),
    Row(
        "two_checks_six_hours_apart_on_two_days_are_two_nights",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(22), lacks(28)),
        rests_on=(22, 28),
    ),
    Row(
        "complete_checks_on_two_nights_accuse",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        TWO_NIGHTS,
        rests_on=(8, 32),
    ),
    Row(
        "a_check_at_the_very_deadline_is_one_after_it",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(0), lacks(24)),
        rests_on=(0, 24),
    ),
    Row(
        "the_evidence_is_the_last_check_before_the_first_two_nights_and_the_last_check",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(104), lacks(56), lacks(80), lacks(32), lacks(9), lacks(8), lacks(-6), lacks(-30), incomplete(-2)),
        rests_on=(-6, 8, 32, 104),
    ),
    Row(
        "what_was_checked_later_does_not_count_yet",
        "cannot_tell",
        Reason.ABSENT_ON_ONE_NIGHT,
        TWO_NIGHTS,
        now=32 - MOMENT,
        rests_on=(8,),
    ),
    Row(
        "a_check_at_this_instant_counts",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        TWO_NIGHTS,
        now=32,
        rests_on=(8, 32),
    ),
    Row(
        "what_is_listed_is_not_missing",
        "cannot_tell",
        Reason.LISTED_UNREADABLE,
        (*TWO_NIGHTS, shows(56)),
        rests_on=(8, 32, 56),
    ),
    Row(
        "what_was_ever_listed_is_not_missing",
        "cannot_tell",
        Reason.LISTED_UNREADABLE,
        (shows(-30, complete=False), *TWO_NIGHTS),
        rests_on=(-30, 8, 32),
    ),
    *(
        Row(
            f"a_last_check_with_the_caveat_{caveat}_accuses_nobody",
            "cannot_tell",
            caveat,
            (*TWO_NIGHTS, lacks(56, caveat)),
            rests_on=(8, 32, 56),
        )
        for caveat in Caveat
    ),
    Row(
        "a_check_with_a_caveat_is_no_night",
        "cannot_tell",
        Reason.ABSENT_ON_ONE_NIGHT,
        (lacks(8, Caveat.NAMED_BUT_READ_OTHERWISE), lacks(32)),
        rests_on=(32,),
    ),
    Row(
        "a_former_caveat_does_not_keep_two_later_nights_from_accusing",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(8, Caveat.NAMED_BUT_READ_OTHERWISE), lacks(32), lacks(56)),
        rests_on=(32, 56),
    ),
    Row("a_unit_not_in_force_owes_nothing", "exempt", Reason.NOT_IN_FORCE, TWO_NIGHTS, in_force=False),
    Row(
        "a_unit_not_in_force_owes_nothing_before_the_deadline_either",
        "exempt",
        Reason.NOT_IN_FORCE,
        now=-DAY,
        in_force=False,
    ),
    Row("where_nobody_watches_nobody_can_tell", "cannot_tell", Reason.COUNTY_NOT_WATCHED, watched=False),
    Row("before_the_deadline_watching_is_not_asked_for", "pending", Reason.NOT_DUE_YET, now=-1, watched=False),
    Row(
        "what_the_checks_of_a_county_no_longer_watched_prove_stays_proved",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        TWO_NIGHTS,
        watched=False,
        rests_on=(8, 32),
    ),
    Row(
        "what_fell_due_a_year_before_the_first_complete_check_is_not_judged_absent",
        "cannot_tell",
        Reason.DUE_LONG_BEFORE_FIRST_CHECK,
        (lacks(YEAR), lacks(YEAR + DAY)),
        now=2 * YEAR,
        first_complete_check=YEAR,
        rests_on=(YEAR, YEAR + DAY),
    ),
    Row(
        "nor_is_what_fell_due_longer_ago",
        "cannot_tell",
        Reason.DUE_LONG_BEFORE_FIRST_CHECK,
        (lacks(2 * YEAR), lacks(2 * YEAR + DAY)),
        now=3 * YEAR,
        first_complete_check=2 * YEAR,
        rests_on=(2 * YEAR, 2 * YEAR + DAY),
    ),
    Row(
        "what_fell_due_a_moment_less_than_a_year_before_is",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(YEAR), lacks(YEAR + DAY)),
        now=2 * YEAR,
        first_complete_check=YEAR - MOMENT,
        rests_on=(YEAR, YEAR + DAY),
    ),
    Row(
        "without_a_first_complete_check_the_past_is_no_reason",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        TWO_NIGHTS,
        first_complete_check=None,
        rests_on=(8, 32),
    ),
    *(
        Row(
            f"nobody_is_accused_while_a_document_may_be_the_report_{ambiguity}",
            "cannot_tell",
            ambiguity,
            TWO_NIGHTS,
            documents=(standing(ambiguity),),
            rests_on=(8, 32),
        )
        for ambiguity in Ambiguity
    ),
    Row(
        "a_document_gone_before_two_nights_accuses_all_the_same",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        (lacks(-6), lacks(8), lacks(32), lacks(56), lacks(80)),
        documents=(gone(32),),
        rests_on=(56, 80),
    ),
    Row(
        "a_check_at_the_instant_at_which_the_document_was_found_gone_proves_nothing",
        "cannot_tell",
        Reason.AMBIGUITY_GONE,
        (lacks(-6), lacks(8), lacks(32), lacks(56)),
        documents=(gone(32),),
        rests_on=(56,),
    ),
    Row(
        "no_check_since_the_document_is_gone_accuses_nobody",
        "cannot_tell",
        Reason.AMBIGUITY_GONE,
        TWO_NIGHTS,
        documents=(gone(40),),
    ),
    Row(
        "a_second_document_that_is_there_keeps_the_verdict_open",
        "cannot_tell",
        Ambiguity.UNKNOWN_ISSUER,
        (*TWO_NIGHTS, lacks(56), lacks(80)),
        documents=(gone(32), standing()),
        rests_on=(56, 80),
    ),
    Row(
        "two_documents_gone_one_after_the_other_leave_the_checks_after_both",
        "cannot_tell",
        Reason.AMBIGUITY_GONE,
        (*TWO_NIGHTS, lacks(56), lacks(80)),
        documents=(gone(32), gone(60)),
        rests_on=(80,),
    ),
]

READ = [
    Row("read_a_moment_before_the_deadline_is_on_time", "on_time", Reason.SEEN_BEFORE_DEADLINE, sighting=read(-MOMENT)),
    Row("read_at_the_deadline_is_not", "seen_after_gap", Reason.NO_CHECK_BEFORE_SIGHTING, sighting=read(0)),
    Row(
        "what_was_read_later_was_not_read_yet",
        "not_published",
        Reason.ABSENT_ON_NIGHTS,
        TWO_NIGHTS,
        read(40),
        now=40 - MOMENT,
        rests_on=(8, 32),
    ),
    Row(
        "what_is_read_at_this_instant_counts",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        TWO_NIGHTS,
        read(40),
        now=40,
        rests_on=(32,),
        days_late=2,
    ),
    Row(
        "listed_before_the_deadline_and_read_after_it_is_on_time",
        "on_time",
        Reason.LISTED_BEFORE_DEADLINE,
        (lacks(-30), shows(-6, complete=False), shows(8), lacks(10)),
        read(200),
        rests_on=(-30, -6),
    ),
    Row(
        "a_list_that_shows_it_at_the_instant_of_reading_adds_nothing",
        "on_time",
        Reason.SEEN_BEFORE_DEADLINE,
        (shows(-6),),
        read(-6),
    ),
    Row(
        "listed_after_the_deadline_counts_from_the_listing",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8), shows(32), shows(56)),
        read(200),
        rests_on=(8, 32),
        days_late=2,
    ),
    Row(
        "listed_only_after_it_was_read_counts_from_the_reading",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8), shows(56)),
        read(32),
        rests_on=(8,),
        days_late=2,
    ),
    Row(
        "a_unit_not_in_force_that_published_in_time_is_on_time",
        "on_time",
        Reason.SEEN_BEFORE_DEADLINE,
        sighting=read(-1),
        in_force=False,
    ),
    Row(
        "a_unit_not_in_force_that_published_late_is_exempt_and_backdates_nothing",
        "exempt",
        Reason.NOT_IN_FORCE_BUT_PUBLISHED,
        (lacks(8), lacks(32)),
        read(56, "2026-01-10"),
        in_force=False,
        rests_on=(32,),
    ),
    Row(
        "absent_at_the_very_deadline_and_read_later_is_late",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(0),),
        read(10),
        rests_on=(0,),
        days_late=1,
    ),
    Row(
        "absent_a_moment_before_the_deadline_is_not",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-MOMENT),),
        read(10),
        rests_on=(-MOMENT,),
    ),
    Row(
        "a_check_at_the_instant_of_the_sighting_proves_nothing",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(10),),
        read(10),
    ),
    Row(
        "an_incomplete_check_makes_nobody_late",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (incomplete(8), incomplete(32)),
        read(56),
    ),
    Row(
        "days_late_follow_a_claim_on_the_day_of_the_check_that_lacks_it",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(2 * DAY + 8),),
        read(9 * DAY, "2026-02-03"),
        rests_on=(2 * DAY + 8,),
        days_late=3,
    ),
    Row(
        "days_late_follow_a_claim_on_the_day_of_the_sighting",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(2 * DAY + 8),),
        read(8 * DAY + 1, "2026-02-09"),
        rests_on=(2 * DAY + 8,),
        days_late=9,
    ),
    Row(
        "days_late_do_not_follow_a_claim_of_a_day_before_the_check_that_lacks_it",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(2 * DAY + 8),),
        read(8 * DAY + 1, "2026-02-02"),
        rests_on=(2 * DAY + 8,),
        days_late=9,
    ),
    Row(
        "days_late_do_not_follow_a_claim_of_a_day_after_the_sighting",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(2 * DAY + 8),),
        read(8 * DAY + 1, "2026-02-10"),
        rests_on=(2 * DAY + 8,),
        days_late=9,
    ),
    Row(
        "a_list_may_lag_for_a_day_behind_a_claim_in_time",
        "seen_after_gap",
        Reason.LIST_MAY_LAG,
        (lacks(DAY - MOMENT),),
        read(2 * DAY, "2026-01-31"),
        rests_on=(DAY - MOMENT,),
    ),
    Row(
        "a_list_does_not_lag_for_a_whole_day",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(DAY),),
        read(2 * DAY, "2026-01-31"),
        rests_on=(DAY,),
        days_late=3,
        backdated=True,
    ),
    Row(
        "a_list_that_may_lag_excuses_no_claim_of_a_day_after_the_deadline",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8),),
        read(2 * DAY, "2026-02-01"),
        rests_on=(8,),
        days_late=1,
    ),
    Row(
        "it_names_a_later_day_itself_and_a_check_with_a_caveat_agrees",
        "late",
        Reason.PUBLISHED_AFTER_DEADLINE,
        (lacks(-6), lacks(8, Caveat.LIST_NOT_CHECKED)),
        read(3 * DAY, "2026-02-01"),
        rests_on=(8,),
        days_late=1,
    ),
    Row(
        "it_names_the_day_of_the_sighting_itself",
        "late",
        Reason.PUBLISHED_AFTER_DEADLINE,
        (lacks(0, Caveat.LIST_NOT_CHECKED),),
        read(3 * DAY, "2026-02-04"),
        rests_on=(0,),
        days_late=4,
    ),
    Row(
        "a_day_after_the_sighting_says_nothing",
        "seen_after_gap",
        Caveat.LIST_NOT_CHECKED,
        (lacks(8, Caveat.LIST_NOT_CHECKED),),
        read(3 * DAY, "2026-02-05"),
        rests_on=(8,),
    ),
    Row(
        "it_names_a_day_a_year_later",
        "late",
        Reason.PUBLISHED_AFTER_DEADLINE,
        (lacks(8, Caveat.LIST_NOT_CHECKED),),
        read(400 * DAY, "2027-01-31"),
        now=500 * DAY,
        rests_on=(8,),
        days_late=365,
    ),
    Row(
        "a_day_before_the_due_day_is_in_time",
        "seen_after_gap",
        Caveat.LIST_NOT_CHECKED,
        (lacks(8, Caveat.LIST_NOT_CHECKED),),
        read(3 * DAY, "2026-01-20"),
        rests_on=(8,),
    ),
    Row(
        "the_due_day_itself_is_in_time",
        "seen_after_gap",
        Caveat.LIST_NOT_CHECKED,
        (lacks(8, Caveat.LIST_NOT_CHECKED),),
        read(3 * DAY, "2026-01-31"),
        rests_on=(8,),
    ),
    Row(
        "the_day_of_signing_is_not_that_of_publication",
        "seen_after_gap",
        Caveat.LIST_NOT_CHECKED,
        (lacks(8, Caveat.LIST_NOT_CHECKED),),
        read(3 * DAY, "2026-02-01", of_publication=False),
        rests_on=(8,),
    ),
    *(
        Row(
            f"a_check_with_the_caveat_{caveat}_makes_nobody_late",
            "seen_after_gap",
            caveat,
            (lacks(-6), lacks(0, caveat)),
            read(3 * DAY),
            rests_on=(0,),
        )
        for caveat in Caveat
    ),
    Row(
        "a_check_with_a_caveat_after_one_without_leaves_it_late",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8), lacks(32, Caveat.NAMED_BUT_READ_OTHERWISE)),
        read(3 * DAY),
        rests_on=(8,),
        days_late=4,
    ),
    Row(
        "a_claim_in_time_is_believed_for_two_days",
        "on_time",
        Reason.CLAIM_NOT_CONTRADICTED,
        (lacks(-12),),
        read(2 * DAY, "2026-01-31"),
        rests_on=(-12,),
    ),
    Row(
        "a_claim_in_time_is_not_believed_for_longer",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-12),),
        read(2 * DAY + MOMENT, "2026-01-31"),
        rests_on=(-12,),
    ),
    Row(
        "a_claim_of_a_day_after_the_deadline_is_none_in_time",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-12),),
        read(2 * DAY, "2026-02-01"),
        rests_on=(-12,),
    ),
    Row(
        "without_a_claim_nothing_is_believed",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-12),),
        read(2),
        rests_on=(-12,),
    ),
    Row(
        "without_a_complete_check_before_no_claim_is_believed",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (incomplete(-12),),
        read(2, "2026-01-31"),
    ),
    Row(
        "a_check_with_a_caveat_suffices_to_believe_a_claim_and_is_no_evidence",
        "on_time",
        Reason.CLAIM_NOT_CONTRADICTED,
        (lacks(-12, Caveat.NAMED_BUT_READ_OTHERWISE),),
        read(2, "2026-01-31"),
    ),
    Row(
        "a_backdated_claim_is_not_believed",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-12),),
        read(2, "2026-01-10"),
        rests_on=(-12,),
        backdated=True,
    ),
    Row(
        "a_day_of_signing_backdates_nothing",
        "on_time",
        Reason.CLAIM_NOT_CONTRADICTED,
        (lacks(-12),),
        read(2, "2026-01-10", of_publication=False),
        rests_on=(-12,),
    ),
    Row(
        "a_check_with_a_caveat_backdates_nothing",
        "on_time",
        Reason.CLAIM_NOT_CONTRADICTED,
        (lacks(-12, Caveat.LIST_NOT_CHECKED),),
        read(2, "2026-01-10"),
    ),
    Row(
        "a_check_after_the_sighting_backdates_nothing",
        "on_time",
        Reason.SEEN_BEFORE_DEADLINE,
        (lacks(-10),),
        read(-12, "2026-01-10"),
    ),
    Row(
        "the_first_day_after_the_reporting_year_may_be_backdated",
        "seen_after_gap",
        Reason.NO_CHECK_BEFORE_SIGHTING,
        (lacks(-12),),
        read(2, "2026-01-01"),
        rests_on=(-12,),
        backdated=True,
    ),
    Row(
        "a_day_in_the_reporting_year_is_a_templates",
        "on_time",
        Reason.CLAIM_NOT_CONTRADICTED,
        (lacks(-12),),
        read(2, "2025-12-31"),
        rests_on=(-12,),
    ),
    Row(
        "on_time_and_backdated_are_two_things",
        "on_time",
        Reason.SEEN_BEFORE_DEADLINE,
        (lacks(-12),),
        read(-2, "2026-01-10"),
        rests_on=(-12,),
        backdated=True,
    ),
]

WITHOUT_WITNESS = [
    Row(
        "a_list_alone_is_no_witness_against_the_day_that_a_report_claims",
        "seen_after_gap",
        Reason.ONLY_LIST_CONTRADICTS,
        (lacks(8), lacks(32)),
        read(4 * DAY, "2026-01-16"),
        rests_on=(32,),
    ),
    Row(
        "nor_against_the_due_day_itself",
        "seen_after_gap",
        Reason.ONLY_LIST_CONTRADICTS,
        (lacks(8), lacks(32)),
        read(4 * DAY, "2026-01-31"),
        rests_on=(32,),
    ),
    Row(
        "a_list_that_contradicts_a_claim_after_the_deadline_leaves_it_late",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8), lacks(72)),
        read(4 * DAY, "2026-02-02"),
        rests_on=(72,),
        days_late=5,
    ),
    Row(
        "a_list_alone_takes_no_claim_in_time_back_before_the_deadline",
        "on_time",
        Reason.SEEN_BEFORE_DEADLINE,
        (lacks(-12),),
        read(-2, "2026-01-10"),
        rests_on=(-12,),
    ),
    Row(
        "a_claim_after_the_deadline_is_late_without_a_witness",
        "late",
        Reason.ABSENT_AFTER_DEADLINE,
        (lacks(8),),
        read(4 * DAY, "2026-02-03"),
        rests_on=(8,),
        days_late=3,
    ),
    Row(
        "a_check_by_the_run_that_found_the_report_makes_nobody_late",
        "seen_after_gap",
        Caveat.RUN_FOUND_IT,
        (lacks(8, Caveat.RUN_FOUND_IT),),
        read(9),
        rests_on=(8,),
    ),
]
NOT_OWING = [
    Row("a_farm_owes_nothing", "exempt", Reason.NOT_A_TOWNSHIP, TWO_NIGHTS, in_force=False, is_township=False),
    Row(
        "a_farm_that_publishes_late_is_not_late",
        "exempt",
        Reason.NOT_A_TOWNSHIP_BUT_PUBLISHED,
        (lacks(8),),
        read(4 * DAY),
        in_force=False,
        is_township=False,
        rests_on=(8,),
    ),
    Row(
        "who_is_said_to_owe_nothing_is_exempt",
        "exempt",
        Reason.SAID_NOT_TO_OWE,
        TWO_NIGHTS,
        in_force=False,
        said_not_to_owe=True,
    ),
]
ROWS = [*NEVER_READ, *MISSING_FACTS, *READ, *WITHOUT_WITNESS, *NOT_OWING]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.holds)
def test_the_judge_decides(row: Row) -> None:
    judged = judge(row.case())
    assert (judged.verdict, judged.reason) == (row.verdict, row.reason)
    assert [check.at for check in judged.checks] == [at(hours) for hours in row.rests_on]
    assert (judged.days_late, judged.backdated) == (row.days_late, row.backdated)
    assert judged.rule is RULE


def test_every_reason_has_a_row_and_every_row_its_own_name() -> None:
    assert {row.reason for row in ROWS} == set(CODES)
    assert len({row.holds for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.documents], ids=lambda row: row.holds)
def test_documents_are_looked_for_only_to_accuse(row: Row) -> None:
    asked = []

    def documents() -> tuple[AmbiguousDocument, ...]:
        asked.append(row)
        return ()

    judge(row.case(documents))
    assert bool(asked) == (row.verdict == "not_published")


@pytest.mark.parametrize(
    ("claims", "checks", "asked"),
    [("2026-01-30", (lacks(-12),), False), (None, (lacks(8),), False), ("2026-01-16", (lacks(32),), True)],
    ids=["no_list_contradicts", "no_day_is_claimed", "a_list_contradicts"],
)
def test_witnesses_are_asked_only_where_a_list_contradicts(
    claims: str | None, checks: tuple[ListingCheck, ...], asked: bool
) -> None:
    case = Case(RULE, at(MUCH_LATER), checks, read(4 * DAY, claims), witness_against=lambda _: STATEMENT)
    assert judge(case).backdated == asked


def test_an_accusation_counts_its_nights() -> None:
    assert judge(Row("", "not_published", Reason.ABSENT_ON_NIGHTS, (*TWO_NIGHTS, lacks(56))).case()).arguments == {
        "nights": 3
    }


def test_an_ambiguity_names_its_document() -> None:
    def arguments(document: AmbiguousDocument) -> object:
        return judge(Row("", "cannot_tell", document.ambiguity, TWO_NIGHTS, documents=(document,)).case()).arguments

    assert arguments(standing()) == {"url": "u"}
    assert arguments(gone(20)) == {"url": "v", "ambiguity": Ambiguity.UNKNOWN_YEAR}


def test_evidence_of_an_absence_has_the_last_complete_check_before_the_deadline_and_the_last_of_all() -> None:
    judged = judge(Row("", "not_published", Reason.ABSENT_ON_NIGHTS, (lacks(-30), lacks(-6), *TWO_NIGHTS)).case())
    assert (judged.before, judged.after) == (lacks(-6), lacks(32))
    assert (judged.first_seen, judged.claimed_on, judged.sighting) == (None, None, None)
    assert judge(Row("", "cannot_tell", Reason.LISTED_UNREADABLE, (shows(8), lacks(32))).case()).after == shows(8)
    one = judge(Row("", "cannot_tell", Reason.ABSENT_ON_ONE_NIGHT, (lacks(0), lacks(1))).case())
    assert (one.before, one.after) == (None, lacks(1))


def test_evidence_of_a_report_has_the_check_before_it_and_the_first_that_listed_it() -> None:
    sighting = read(200, "2026-02-05")
    judged = judge(Row("", "late", Reason.ABSENT_AFTER_DEADLINE, (lacks(8), shows(32), shows(56)), sighting).case())
    assert (judged.before, judged.after, judged.sighting) == (lacks(8), shows(32), sighting)
    assert (judged.first_seen, judged.claimed_on) == (at(32), date(2026, 2, 5))
    unlisted = judge(Row("", "seen_after_gap", Reason.NO_CHECK_BEFORE_SIGHTING, (), read(56)).case())
    assert (unlisted.before, unlisted.after, unlisted.first_seen) == (None, None, at(56))


def test_pending_shows_the_last_check_as_the_one_before() -> None:
    judged = judge(Row("", "pending", Reason.NOT_DUE_YET, (lacks(-30), lacks(-6)), now=-1).case())
    assert (judged.before, judged.after) == (lacks(-6), None)


@pytest.mark.parametrize(
    ("published", "hours", "contradicts"),
    [
        pytest.param("2026-01-30", -MOMENT, False, id="a_list_may_lag_for_a_day"),
        pytest.param("2026-01-30", 0, True, id="and_no_longer"),
        pytest.param("2026-01-01", -29 * DAY, True, id="the_first_day_after_the_reporting_year"),
        pytest.param("2025-12-31", 0, False, id="a_day_of_the_reporting_year_is_a_templates"),
    ],
)
def test_a_check_contradicts_a_day_of_publication(published: str, hours: float, contradicts: bool) -> None:
    check = lacks(hours)
    assert contradicting(RULE, date.fromisoformat(published), [check]) == ([check] if contradicts else [])


@pytest.mark.parametrize("check", [shows(0), incomplete(0), lacks(0, Caveat.LIST_NOT_CHECKED)])
def test_only_proved_absence_contradicts(check: ListingCheck) -> None:
    assert contradicting(RULE, date(2026, 1, 10), [check]) == []
