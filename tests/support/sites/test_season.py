"""The season: what is true when, and that the counties hold the cases that the project is tried with."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.sites.script import CHINA, Site, Truth, due, season, site, truth

END = datetime(2026, 6, 1, tzinfo=CHINA)
COUNTIES = [one for one in season() if not one.options.get("unlisted")]


def of(name: str, township: str, now: datetime, year: int = 2025) -> Truth:
    (found,) = [one for one in truth(site(name), now) if one.township.name == township and one.year == year]
    return found


def test_a_report_is_absent_until_its_instant() -> None:
    at = datetime(2026, 2, 6, 10, 25, tzinfo=CHINA)
    assert of("nanjing", "和溪镇", at - timedelta(seconds=1)).state == "absent"
    known = of("nanjing", "和溪镇", at)
    assert (known.state, known.published_at, known.late) == ("published", at, True)


def test_the_eve_is_not_late_and_the_next_instant_is() -> None:
    assert due(2025) == datetime(2026, 2, 1, tzinfo=CHINA)
    assert not of("nanjing", "船场镇", END).late
    assert of("langao", "官元镇", END).late


def test_a_revision_changes_new_applications_and_nothing_before_it() -> None:
    at = datetime(2026, 2, 10, 16, 5, tzinfo=CHINA)
    before, after = of("nanjing", "龙山镇", at - timedelta(minutes=1)), of("nanjing", "龙山镇", at)
    assert before.tables
    assert after.tables
    assert before.revised_at is None
    assert after.revised_at == at
    assert after.tables["applications"]["new"]["total"] == before.tables["applications"]["new"]["total"] + 1
    assert after.tables["review"] == before.tables["review"]


def test_withdrawn_and_restored() -> None:
    states = [of("mengyin", "岱崮镇", datetime(2026, 2, day, 12, tzinfo=CHINA)).state for day in (8, 10, 17)]
    assert states == ["published", "withdrawn", "published"]
    assert of("yunhe", "安溪畲族乡", END).state == "withdrawn"


def test_a_back_dated_page_claims_a_day_in_time() -> None:
    known = of("yunhe", "赤石乡", END)
    assert known.late
    assert known.claimed_on
    assert known.claimed_on < due(2025).date()


def test_only_a_look_alike_is_no_report() -> None:
    assert of("nanjing", "梅林镇", END).state == "absent"
    (found,) = [one for one in site("nanjing").visible(END) if one.key == "350627107/2025/lookalike"]
    assert "梅林镇" in found.title


def test_copied_figures_are_those_of_the_year_before() -> None:
    assert of("langao", "民主镇", END).tables == of("langao", "民主镇", END, 2024).tables


@pytest.mark.parametrize("county", COUNTIES, ids=lambda one: one.id)
def test_a_county_is_whole(county: Site) -> None:
    assert 7 <= len(county.townships) <= 12
    assert all(township.code.startswith(county.county) and len(township.code) == 9 for township in county.townships)
    assert len({one.number for one in county.publications}) == len(county.publications)
    states = {one.state for one in truth(county, END) if one.year == 2025}
    assert "published" in states
    assert "absent" in states or county.id == "yunhe"
    assert any(one.late for one in truth(county, END) if one.year == 2025)
    assert all(one.state == "published" for one in truth(county, END) if one.year == 2024)


def test_every_family_and_every_case_occurs() -> None:
    publications = [one for county in COUNTIES for one in county.publications]
    assert {one.manner.form for one in publications} == {"2021", "2019", "narrative"}
    assert {one.carrier for one in publications} == {"text", "docx", "pdf", "picture"}
    assert {one.markup for one in publications} == {"clean", "word", "nested", "lines", "short"}
    assert {one.manner.hole for one in publications} == {"0", "", "/"}
    assert any(one.manner.headless for one in publications)
    assert any(one.filed_on != one.claimed_on for one in publications)
    assert len({county.family for county in COUNTIES}) == 13


@pytest.mark.parametrize("county", COUNTIES, ids=[county.id for county in COUNTIES])
def test_the_order_of_events_in_time(county: Site) -> None:
    for publication in county.publications:
        moments = [publication.published_at, publication.withdrawn_at, publication.restored_at]
        known = [moment for moment in moments if moment]
        assert known == sorted(known)
        assert publication.revised_at is None or publication.published_at < publication.revised_at
