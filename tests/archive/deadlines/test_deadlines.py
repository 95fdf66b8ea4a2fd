"""Verdicts: never a wrong accusation, and every one with what it rests on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.deadlines.case import Case, Judgement, ListingCheck, Rule, Sighting, WitnessStatement
from archive.deadlines.judge import judge
from archive.deadlines.reasons import Witness
from archive.deadlines.rules import Rulebook, RuleError, Standard, load
from archive.storage.instants import CHINA

RULE = load().rule(2025, "410425", "冢头镇")
DUE = RULE.due_at
NOW = DUE + timedelta(days=60)


def rule(year: int, own: dict[str, str] | None = None) -> Rule:
    return load().rule(year, "410425", "冢头镇", own)


def check(hours: float, shows: bool, complete: bool = True) -> ListingCheck:
    return ListingCheck(DUE + timedelta(hours=hours), "run", shows, "capture", complete=complete)


def sighting(hours: float, claimed: date | None = None) -> Sighting:
    return Sighting(DUE + timedelta(hours=hours), "document", claimed)


def judged(
    checks: Sequence[ListingCheck], found: Sighting | None = None, now: datetime = NOW, **more: Any
) -> Judgement:
    return judge(Case(RULE, now, tuple(checks), found, **more))


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
        ("[[rule]]\nname = 'x'\nmonth_day = '13-31'\nbasis = 'b'\n", "`month_day` is '13-31', but a day of the year"),
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
    assert judged([check(-1, shows=False)], None, DUE - timedelta(seconds=1)).verdict == "pending"


def test_no_complete_check_since_the_deadline_cannot_tell() -> None:
    assert judged([check(-1, shows=False)]).verdict == "cannot_tell"


def test_one_night_is_not_enough_to_accuse() -> None:
    assert judged([check(1, shows=False), check(2, shows=False)]).verdict == "cannot_tell"


def test_two_nights_are() -> None:
    found = judged([check(1, shows=False), check(25, shows=False)])
    assert found.verdict == "not_published"
    assert found.after == check(25, shows=False)


def test_listed_but_unread_is_not_missing() -> None:
    checks = [check(1, shows=False), check(25, shows=False), check(49, shows=True)]
    assert judged(checks).verdict == "cannot_tell"


def test_once_listed_never_missing_even_in_a_check_that_was_not_complete() -> None:
    checks = [
        check(-30, shows=True, complete=False),
        check(1, shows=False),
        check(25, shows=False),
        check(49, shows=False),
    ]
    assert judged(checks).verdict == "cannot_tell"


def test_listed_before_the_deadline_and_read_after_it_is_on_time() -> None:
    found = judged([check(-30, shows=True, complete=False), check(5, shows=True)], sighting(200))
    assert (found.verdict, found.first_seen) == ("on_time", DUE - timedelta(hours=30))


def test_checks_that_were_not_complete_accuse_nobody() -> None:
    checks = [check(hour, shows=False, complete=False) for hour in (1, 25, 49)]
    assert judged(checks).verdict == "cannot_tell"
    assert judged(checks, sighting(70)).verdict == "seen_after_gap"


def test_the_evidence_names_both_nights() -> None:
    found = judged([check(-5, shows=False), check(1, shows=False), check(25, shows=False)])
    assert found.checks == (check(-5, shows=False), check(1, shows=False), check(25, shows=False))


def test_seen_before_the_deadline_is_on_time() -> None:
    assert judged([], sighting(-0.01)).verdict == "on_time"


def test_seen_after_a_complete_check_that_lacked_it_is_late() -> None:
    found = judged([check(2, shows=False)], sighting(30))
    assert (found.verdict, found.days_late) == ("late", 2)


def test_days_late_follow_a_claim_that_no_check_contradicts() -> None:
    found = judged([check(2, shows=False)], sighting(24 * 9, date(2026, 2, 5)))
    assert found.days_late == 5


def test_a_claim_that_a_check_contradicts_is_backdated_and_does_not_count() -> None:
    late, claimed = check(24 * 3, shows=False), sighting(24 * 9, date(2026, 1, 20))
    assert judged([late], claimed).verdict == "seen_after_gap", "a list alone is no witness"
    said = WitnessStatement(Witness.ADDRESS_NAMES_LATER_DAY, {"day": "2026-02-05", "url": "u"})
    found = judged([late], claimed, witness_against=lambda _: said)
    assert found.backdated
    assert (found.verdict, found.days_late) == ("late", 10)


def test_on_the_eve_is_on_time_where_claim_and_checks_agree() -> None:
    found = judged([check(-12, shows=False)], sighting(2, date(2026, 1, 31)))
    assert found.verdict == "on_time"


def test_found_long_after_with_no_check_between_is_no_accusation() -> None:
    assert judged([check(-12, shows=False)], sighting(24 * 30, date(2026, 1, 31))).verdict == "seen_after_gap"
    assert judged([], sighting(24 * 30)).verdict == "seen_after_gap"


def test_a_unit_that_was_not_there_owes_nothing() -> None:
    assert judged([check(1, shows=False), check(25, shows=False)], in_force=False).verdict == "exempt"


checks = st.lists(st.builds(check, st.floats(-2000, 2000), st.booleans(), st.booleans()), max_size=8)
sightings = st.none() | st.builds(sighting, st.floats(-2000, 2000))


@given(checks, sightings, st.floats(-2000, 2000))
def test_an_accusation_always_rests_on_a_complete_check_after_the_deadline(
    seen: list[ListingCheck], sighted: Sighting | None, hours: float
) -> None:
    found = judged(seen, sighted, DUE + timedelta(hours=hours))
    if found.verdict == "late":
        assert found.before is not None
        assert found.before.at >= DUE
        assert found.before.proves_absence
    if found.verdict == "not_published":
        nights = {s.at.astimezone(CHINA).date() for s in seen if s.at >= DUE and s.proves_absence}
        assert len(nights) >= 2


@given(checks, sightings, st.floats(-2000, 2000), checks)
def test_later_knowledge_never_changes_an_earlier_answer(
    seen: list[ListingCheck], sighted: Sighting | None, hours: float, later: list[ListingCheck]
) -> None:
    now = DUE + timedelta(hours=hours)
    future = [s for s in later if s.at > now]
    assert judged(seen, sighted, now) == judged([*seen, *future], sighted, now)
