"""Verdicts: never a wrong accusation, and every one with what it rests on."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.clock import CHINA
from archive.deadlines import Look, Sighting, default_rule, judge

RULE = default_rule(2025)
DUE = RULE.due_at
NOW = DUE + timedelta(days=60)


def look(hours: float, shows: bool) -> Look:
    return Look(DUE + timedelta(hours=hours), "run", shows, "capture")


def sighting(hours: float, claimed: date | None = None) -> Sighting:
    return Sighting(DUE + timedelta(hours=hours), "document", claimed)


def test_the_end_of_january_in_china() -> None:
    assert datetime(2026, 1, 31, 16, tzinfo=UTC) == DUE
    assert default_rule(2018).due_on == date(2019, 3, 31)
    assert default_rule(2019).due_on == date(2020, 1, 31)
    assert default_rule(2025, "01-20", "县政府办通知").basis == "县政府办通知"


def test_before_the_deadline_nothing_is_missing() -> None:
    assert judge(RULE, [look(-1, shows=False)], None, DUE - timedelta(seconds=1)).verdict == "pending"


def test_no_sound_look_since_the_deadline_cannot_tell() -> None:
    assert judge(RULE, [look(-1, shows=False)], None, NOW).verdict == "cannot_tell"


def test_one_night_is_not_enough_to_accuse() -> None:
    assert judge(RULE, [look(1, shows=False), look(2, shows=False)], None, NOW).verdict == "cannot_tell"


def test_two_nights_are() -> None:
    judged = judge(RULE, [look(1, shows=False), look(25, shows=False)], None, NOW)
    assert judged.verdict == "not_published"
    assert judged.after == look(25, shows=False)


def test_listed_but_unread_is_not_missing() -> None:
    looks = [look(1, shows=False), look(25, shows=False), look(49, shows=True)]
    assert judge(RULE, looks, None, NOW).verdict == "cannot_tell"


def test_seen_before_the_deadline_is_on_time() -> None:
    assert judge(RULE, [], sighting(-0.01), NOW).verdict == "on_time"


def test_seen_after_a_sound_look_that_lacked_it_is_late() -> None:
    judged = judge(RULE, [look(2, shows=False)], sighting(30), NOW)
    assert (judged.verdict, judged.days_late) == ("late", 2)


def test_days_late_follow_a_claim_that_no_look_contradicts() -> None:
    judged = judge(RULE, [look(2, shows=False)], sighting(24 * 9, date(2026, 2, 5)), NOW)
    assert judged.days_late == 5


def test_a_claim_that_a_look_contradicts_is_backdated_and_does_not_count() -> None:
    judged = judge(RULE, [look(24 * 3, shows=False)], sighting(24 * 9, date(2026, 1, 20)), NOW)
    assert judged.backdated
    assert (judged.verdict, judged.days_late) == ("late", 10)


def test_on_the_eve_is_on_time_where_claim_and_looks_agree() -> None:
    judged = judge(RULE, [look(-12, shows=False)], sighting(2, date(2026, 1, 31)), NOW)
    assert judged.verdict == "on_time"


def test_found_long_after_with_no_look_between_is_no_accusation() -> None:
    assert judge(RULE, [look(-12, shows=False)], sighting(24 * 30, date(2026, 1, 31)), NOW).verdict == "seen_after_gap"
    assert judge(RULE, [], sighting(24 * 30), NOW).verdict == "seen_after_gap"


def test_a_unit_that_was_not_there_owes_nothing() -> None:
    assert judge(RULE, [look(1, shows=False), look(25, shows=False)], None, NOW, in_force=False).verdict == "exempt"


looks = st.lists(st.builds(look, st.floats(-2000, 2000), st.booleans()), max_size=8)
sightings = st.none() | st.builds(sighting, st.floats(-2000, 2000))


@given(looks, sightings, st.floats(-2000, 2000))
def test_an_accusation_always_rests_on_a_sound_look_after_the_deadline(
    seen: list[Look], found: Sighting | None, hours: float
) -> None:
    judged = judge(RULE, seen, found, DUE + timedelta(hours=hours))
    if judged.verdict == "late":
        assert judged.before is not None
        assert judged.before.at >= DUE
        assert not judged.before.shows
    if judged.verdict == "not_published":
        nights = {s.at.astimezone(CHINA).date() for s in seen if s.at >= DUE and not s.shows}
        assert len(nights) >= 2


@given(looks, sightings, st.floats(-2000, 2000), looks)
def test_later_knowledge_never_changes_an_earlier_answer(
    seen: list[Look], found: Sighting | None, hours: float, later: list[Look]
) -> None:
    now = DUE + timedelta(hours=hours)
    future = [s for s in later if s.at > now]
    assert judge(RULE, seen, found, now) == judge(RULE, [*seen, *future], found, now)
