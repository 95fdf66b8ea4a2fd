"""Verdicts: never a wrong accusation, and every one with what it rests on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.deadlines.model import Look, Rule, Sighting, judge
from archive.deadlines.rules import Rulebook, RuleError, Standard, load
from archive.storage.instants import CHINA

RULE = load().rule(2025, "410425", "冢头镇")
DUE = RULE.due_at
NOW = DUE + timedelta(days=60)


def rule(year: int, own: dict[str, str] | None = None) -> Rule:
    return load().rule(year, "410425", "冢头镇", own)


def look(hours: float, shows: bool, sound: bool = True) -> Look:
    return Look(DUE + timedelta(hours=hours), "run", shows, "capture", sound=sound)


def sighting(hours: float, claimed: date | None = None) -> Sighting:
    return Sighting(DUE + timedelta(hours=hours), "document", claimed)


def test_the_end_of_january_in_china() -> None:
    assert datetime(2026, 1, 31, 16, tzinfo=UTC) == DUE
    assert rule(2018).due_on == date(2019, 3, 31)
    assert rule(2019).due_on == date(2020, 1, 31)
    assert rule(2025, own={"rule": "own", "month_day": "01-20", "basis": "县政府办通知"}).basis == "县政府办通知"


def test_what_the_law_names_and_what_it_does_not() -> None:
    assert rule(2018).binding == "named"
    assert rule(2019).binding == "custom"
    assert "未列明乡镇" in rule(2019).basis


def test_the_narrowest_rule_wins() -> None:
    book = Rulebook(
        [
            Standard("kinds", "01-25", "b", kinds=("街道",)),
            Standard("county", "01-20", "b", area="410425"),
            Standard("province", "01-10", "b", area="41"),
            Standard("country", "01-31", "b"),
            Standard("later", "01-30", "b"),
            Standard("old", "01-01", "b", area="410425", years=(2019, 2020)),
            Standard("repealed", "01-02", "b", area="410425", kinds=("镇",), valid=("2019-01-01", "2022-12-31")),
        ]
    )
    assert book.rule(2025, "410425", "冢头镇").name == "county"
    assert book.rule(2020, "410425", "冢头乡").name == "old"
    assert book.rule(2021, "410425", "冢头镇").name == "repealed"
    assert book.rule(2025, "410426", "某镇").name == "province"
    assert book.rule(2025, "310101", "某镇").name == "later"
    assert book.rule(2025, "310101", "某街道").name == "kinds"
    assert book.rule(2025, "410425", "冢头镇", {"rule": "country"}).name == "country"
    with pytest.raises(RuleError, match="nowhere"):
        book.rule(2025, "410425", "冢头镇", {"rule": "nowhere"})


def test_leap_days() -> None:
    leap = Standard("leap", "02-29", "b")
    assert leap.due_on(2023) == date(2024, 2, 29)
    assert leap.due_on(2024) == date(2025, 2, 28)
    assert leap.due_on(2099) == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[rule]]\nname = 'x'\nmonth_day = '01-31'\n", "rule x: `basis` is missing"),
        ("[[rule]]\nname = 'x'\nmonth_day = '13-31'\nbasis = 'b'\n", "rule x: month must be in 1..12"),
        ("[[rule]]\nname = 'x'\nmonth_day = '01-31'\nbasis = 'b'\nwho = 1\n", "rule x: unknown key `who`"),
        ("[[rule]]\nname = 'regulations-2019'\nmonth_day = '01-31'\nbasis = 'b'\n", "two rules have the name"),
        ("[rules]\n", "unknown key `rules`"),
        ("[[rule", "cannot be read as rules"),
    ],
)
def test_rules_that_cannot_be_used(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "more.toml"
    path.write_text(written)
    with pytest.raises(RuleError, match=said):
        load(path)


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


def test_once_listed_never_missing_even_in_a_look_that_was_not_sound() -> None:
    looks = [look(-30, shows=True, sound=False), look(1, shows=False), look(25, shows=False), look(49, shows=False)]
    assert judge(RULE, looks, None, NOW).verdict == "cannot_tell"


def test_listed_before_the_deadline_and_read_after_it_is_on_time() -> None:
    judged = judge(RULE, [look(-30, shows=True, sound=False), look(5, shows=True)], sighting(200), NOW)
    assert (judged.verdict, judged.first_seen) == ("on_time", DUE - timedelta(hours=30))


def test_looks_that_were_not_sound_accuse_nobody() -> None:
    looks = [look(hour, shows=False, sound=False) for hour in (1, 25, 49)]
    assert judge(RULE, looks, None, NOW).verdict == "cannot_tell"
    assert judge(RULE, looks, sighting(70), NOW).verdict == "seen_after_gap"


def test_the_evidence_names_both_nights() -> None:
    judged = judge(RULE, [look(-5, shows=False), look(1, shows=False), look(25, shows=False)], None, NOW)
    assert judged.looks == (look(-5, shows=False), look(1, shows=False), look(25, shows=False))


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


looks = st.lists(st.builds(look, st.floats(-2000, 2000), st.booleans(), st.booleans()), max_size=8)
sightings = st.none() | st.builds(sighting, st.floats(-2000, 2000))


@given(looks, sightings, st.floats(-2000, 2000))
def test_an_accusation_always_rests_on_a_sound_look_after_the_deadline(
    seen: list[Look], found: Sighting | None, hours: float
) -> None:
    judged = judge(RULE, seen, found, DUE + timedelta(hours=hours))
    if judged.verdict == "late":
        assert judged.before is not None
        assert judged.before.at >= DUE
        assert judged.before.absent
    if judged.verdict == "not_published":
        nights = {s.at.astimezone(CHINA).date() for s in seen if s.at >= DUE and s.absent}
        assert len(nights) >= 2


@given(looks, sightings, st.floats(-2000, 2000), looks)
def test_later_knowledge_never_changes_an_earlier_answer(
    seen: list[Look], found: Sighting | None, hours: float, later: list[Look]
) -> None:
    now = DUE + timedelta(hours=hours)
    future = [s for s in later if s.at > now]
    assert judge(RULE, seen, found, now) == judge(RULE, [*seen, *future], found, now)
