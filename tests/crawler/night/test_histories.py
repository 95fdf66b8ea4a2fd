"""Histories that could end in a wrong accusation, one after the other: what hangs somewhere is said to be missing by
nobody, and the verdict names its reason. The last ones end as they should: what is late is late all the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.alerts import lifecycle
from archive.alerts.text import entries
from archive.deadlines import status
from archive.deadlines.reasons import Reason, sentence
from archive.extract import output
from archive.reports import documents, settling
from archive.storage.instants import china_day, instant
from tests.support.archives.samples import LIST, NIGHT
from tests.support.nights.world import DUE, NAME, OTHER, SECOND, UNREAD, A, B, Doc, World, report


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.night(0)
    return made


BEFORE, FIRST, SECOND_NIGHT, THIRD = 11, 12, 13, 15
"""Nights from 20 January on; the deadline is the end of the eleventh day after."""


def both_nights(world: World, *docs: Doc, **more: Any) -> None:
    for day in (FIRST, SECOND_NIGHT):
        world.night(day, docs, **more)


def test_who_is_not_there_on_two_nights_is_not_published(world: World) -> None:
    world.night(FIRST)
    assert world.verdict()[0] == "cannot_tell"
    world.night(SECOND_NIGHT)
    assert world.verdict()[0] == "not_published"
    lifecycle.update(world.archive, NIGHT)


def test_two_checks_around_midnight_count_as_one_night(world: World) -> None:
    world.night(FIRST + 0.88)
    world.night(FIRST + 0.92)
    assert [row[0] for row in world.archive.rows("SELECT date(finished_at, '+8 hours') FROM runs ORDER BY 1")][1:] == [
        "2026-02-01",
        "2026-02-02",
    ]
    assert world.verdict() == (
        "cannot_tell",
        "one complete check after the deadline did not show it; a second night decides",
    )


def test_a_list_fetched_before_the_deadline_is_no_check_after_it_however_long_the_run_lasts(world: World) -> None:
    world.night(FIRST - 0.11, lasts=3.0)
    world.night(FIRST + 0.01, [Doc(read=report(published_on="2026-01-31"))])
    assert world.verdict()[0] == "on_time"
    assert not world.backdated()


def test_a_site_seen_in_part_accuses_nobody(world: World) -> None:
    both_nights(world, outcome="partial", whole=False)
    assert world.verdict() == ("cannot_tell", "no complete check since the deadline")


def test_a_list_that_shows_nobody_accuses_nobody(tmp_path: Path) -> None:
    """The county has opened a new column for the year, and the old one stands as it stood."""
    world = World(tmp_path)
    old = Doc(year=2024, title=f"{NAME}2024年政府信息公开工作年度报告")
    world.night(0, [old], neighbour=False)
    for day in (FIRST, SECOND_NIGHT):
        world.night(day, [old], neighbour=False)
    verdict, why = world.verdict()
    assert verdict == "cannot_tell"
    assert "no unit of the county shows a report of that year" in why
    lifecycle.update(world.archive, NIGHT)
    lifecycle.update(world.archive, NIGHT + timedelta(days=SECOND_NIGHT))
    assert not lifecycle.open_alerts(world.archive, NIGHT + timedelta(days=SECOND_NIGHT))
    later = NIGHT + timedelta(days=SECOND_NIGHT + 1)
    (edge,) = lifecycle.update(world.archive, later)
    assert (edge.kind, edge.subject) == ("site_failing", "site:nanjing")
    assert "nobody's report for 2025" in entries.in_words(world.archive, edge.alert)
    assert lifecycle.update(world.archive, later) == []
    world.night(THIRD)
    assert [(one.kind, one.edge) for one in lifecycle.update(world.archive, later)] == [("site_failing", "closed")]


def test_reports_in_a_column_that_was_never_checked_before_are_not_late(world: World) -> None:
    both_nights(world)
    found = Doc(read=report(published_on="2026-01-19"))
    world.night(THIRD, [found], column=SECOND, row={"start": [LIST]})
    verdict, why = world.verdict()
    assert (verdict, world.backdated()) == ("seen_after_gap", False)
    assert "not among those looked at before" in why


def test_a_report_in_a_new_column_is_late_by_its_claimed_date(world: World) -> None:
    both_nights(world)
    world.night(THIRD, [Doc(read=report(published_on="2026-02-03"))], column=SECOND, row={"start": [LIST]})
    assert world.verdict()[0] == "late"


def test_after_the_row_was_corrected_two_nights_have_to_pass_again(world: World) -> None:
    both_nights(world)
    assert world.verdict()[0] == "not_published"
    world.night(THIRD, column=SECOND)
    verdict, why = world.verdict()
    assert (verdict, "searched from other addresses" in why) == ("cannot_tell", False)
    world.night(THIRD + 1, column=SECOND)
    assert world.verdict()[0] == "not_published"


def test_reports_on_a_second_site_that_joined_later_are_not_late(world: World) -> None:
    both_nights(world)
    run = world.night(THIRD)
    world.night(THIRD, [Doc(read=report())], column=SECOND, site="zwgk", run=run)
    assert (world.verdict()[0], world.backdated()) == ("seen_after_gap", False)


def test_who_is_missing_on_both_sites_is_missed_after_two_nights_of_both(world: World) -> None:
    both_nights(world)
    for day, verdict in ((THIRD, "cannot_tell"), (THIRD + 1, "not_published")):
        run = world.night(day)
        world.night(day, column=SECOND, site="zwgk", run=run)
        assert world.verdict()[0] == verdict


def test_a_county_with_a_site_that_is_never_complete_accuses_nobody(tmp_path: Path) -> None:
    world = World(tmp_path)
    for day in (0, FIRST, SECOND_NIGHT, THIRD):
        run = world.night(day)
        world.night(day, column=SECOND, site="zwgk", run=run, outcome="blocked", whole=False)
    assert world.verdict() == ("cannot_tell", "no complete check since the deadline")


def test_a_row_out_of_force_is_missed_by_nobody_and_a_row_beside_is(world: World) -> None:
    world.night(1, column=SECOND, site="zwgk", outcome="broken", whole=False)
    both_nights(world)
    assert world.verdict()[0] == "cannot_tell"
    both_nights(world, settings={"retired": ["zwgk"]})
    for day in (THIRD, THIRD + 1):
        world.night(day, settings={"retired": ["zwgk"]})
    assert world.verdict()[0] == "not_published"
    for day in (THIRD + 2, THIRD + 3):
        world.night(day, settings={"beside": ["zwgk"]})
    assert world.verdict()[0] == "cannot_tell"


SECOND_OF_B = "http://www.nanjing.example.gov.cn/nb/b2.html"
OF_B = Doc(
    B,
    title=f"{OTHER}2025年政府信息公开工作年度报告",
    url="http://www.nanjing.example.gov.cn/nb/b.html",
    read=report(B, new=3),
)


@pytest.mark.parametrize(
    ("hanging", "told"),
    [
        pytest.param(
            [Doc(read=report(B, title=f"{OTHER}2025年"))],
            "reads as something else",
            id="its link leads to what reads as another township's",
        ),
        pytest.param([Doc(read=report(year=2024))], "reads as something else", id="its link leads to another year's"),
        pytest.param(
            [Doc(read={**report(), "kind": "lookalike"})],
            "reads as something else",
            id="its link leads to a look-alike",
        ),
        pytest.param(
            [Doc(None, 2025, "2025年度", "other", "unknown", read=report(None))],
            "could not be told",
            id="nobody knows whose",
        ),
        pytest.param(
            [Doc(None, 2025, "2025年政府信息公开工作年度报告", "report", "unknown", read={**UNREAD, "kind": "other"})],
            "could not be told",
            id="a report by its link, nothing by its text",
        ),
        pytest.param(
            [Doc(None, None, "图片", "other", "unknown", read=UNREAD)], "could not be told", id="a picture of nobody's"
        ),
        pytest.param(
            [Doc(A, None, "年度报告", "other", "unknown", read=report(year=None))],
            "for which year its report",
            id="of no year",
        ),
        pytest.param(
            [Doc(A, 2026, "2026年", "other", "unknown", read=report(year=2026))],
            "which was not over yet",
            id="of a year that has just begun",
        ),
        pytest.param(
            [Doc(A, 2024, "2024年", read=report(year=2024))],
            "names the year 2024 and came out on",
            id="last year's number",
        ),
        pytest.param(
            [
                Doc(A, 2024, "2024年", read=report(year=2024, new=4, text="前年。", published_on="2025-01-10")),
                Doc(
                    A, 2024, "2024年", url=SECOND_OF_B, read=report(year=2024, new=9, text="其他。", published_on=None)
                ),
            ],
            "different reports for 2024",
            id="a second report for last year",
        ),
        pytest.param(
            [OF_B, replace(OF_B, url=SECOND_OF_B, read=report(B, new=9, text=f"{NAME}公开信息九条。"))],
            "different reports for 2025 hang under the name of 丰田镇",
            id="under another township's name, its own in the text",
        ),
        pytest.param(
            [replace(OF_B, read=report(B, new=3, text=f"{NAME}公开信息三条。"))],
            "bears the name of 丰田镇 and names this township in its text",
            id="in another township's place, its own name in the text",
        ),
        pytest.param(
            [OF_B, replace(OF_B, url=SECOND_OF_B, read=report(B, new=9, text="公开信息九条。"))],
            "different reports for 2025 hang under the name of 丰田镇",
            id="under another township's name, none in the text",
        ),
        pytest.param(
            [
                Doc(None, 2025, "南靖县2025年政府信息公开年度报告", "report", "county", f"{LIST}?{number}")
                for number in (1, 2)
            ],
            "one may be a township's",
            id="under the county's name",
        ),
        pytest.param(
            [
                Doc(
                    A, 2024, f"{NAME}2024年度报告", url=f"{LIST}?old", read=report(year=2024, published_on="2025-01-10")
                ),
                Doc(None, 2025, "南靖县2025年政府信息公开年度报告", "report", "county"),
            ],
            "a list of its own shows a report under another name",
            id="under the county's name on its own shelf",
        ),
    ],
)
def test_a_document_that_may_be_the_report_leaves_the_verdict_open(
    tmp_path: Path, hanging: list[Doc], told: str
) -> None:
    world = World(tmp_path)
    own_shelf = "own shelf" if told.startswith("a list of its own") else ""
    world.night(0)
    for day in (FIRST, SECOND_NIGHT):
        run = world.night(day, () if own_shelf else hanging)
        if own_shelf:
            world.night(day, hanging, column=SECOND, site="nanjing2", neighbour=False, run=run)
    verdict, why = world.verdict()
    assert (verdict, told in why) == ("cannot_tell", True), why
    lifecycle.update(world.archive, NIGHT)
    assert f"township:{A}/2025" not in {row[0] for row in world.archive.rows("SELECT subject FROM alerts")}


def test_a_revised_copy_that_names_its_township_protects_no_other_township(world: World) -> None:
    twice = replace(OF_B, url=SECOND_OF_B, read=report(B, new=9, text=f"{OTHER}公开信息九条。"))
    both_nights(world, OF_B, twice)
    assert world.verdict()[0] == "not_published"


def test_an_ambiguous_page_that_is_gone_leaves_nothing_open(world: World) -> None:
    nobodys = Doc(None, 2025, "2025年度", "other", "unknown", read=report(None))
    both_nights(world, nobodys)
    assert world.verdict()[0] == "cannot_tell"
    world.night(THIRD, gone=[nobodys.url])
    assert world.verdict()[0] == "cannot_tell", "what was seen while it hung proves nothing"
    for day, verdict in ((THIRD + 1, "cannot_tell"), (THIRD + 2, "not_published")):
        world.night(day)
        assert world.verdict()[0] == verdict


def test_a_check_while_an_ambiguous_page_was_listed_is_no_evidence_even_before_the_deadline(world: World) -> None:
    under_another_name = Doc(B, read=report(B, text=f"{NAME}公开信息三条。"))
    world.night(BEFORE, [under_another_name])
    world.night(FIRST, gone=[under_another_name.url])
    for day in (THIRD, THIRD + 1):
        world.night(day)
    assert world.verdict()[0] == "not_published"
    (told,) = world.archive.one("SELECT evidence FROM status WHERE township_code = ? AND year = 2025", A)
    looked = [china_day(instant(look["at"])).isoformat() for look in json.loads(told)["looks"]]
    assert looked == ["2026-02-04", "2026-02-05"], "it hung there on the 31st"


@pytest.mark.parametrize(
    "former",
    [
        pytest.param(report(None), id="a name that could not be told"),
        pytest.param(report(B), id="another township's name"),
        pytest.param(report(year=2024, published_on=None), id="last year's number over the same figures"),
        pytest.param(report(year=2024, new=9), id="last year's number over other figures, dated this year"),
        pytest.param(UNREAD, id="a scan that could not be read"),
    ],
)
def test_a_report_put_right_after_the_deadline_is_not_late(world: World, former: dict[str, Any]) -> None:
    door = Doc(None, None, "2025年度", "other", "unknown", read=former)
    both_nights(world, door)
    world.night(THIRD, [replace(door, read=report())])
    assert world.verdict()[0] in ("on_time", "seen_after_gap")
    assert not world.backdated()


def test_a_later_parser_that_reads_otherwise_accuses_nobody(world: World) -> None:
    both_nights(world, Doc(A, None, "年度", "other", "unknown", read=report()))
    assert world.verdict()[0] == "on_time"
    capture = world.archive.one("SELECT capture FROM documents")[0]
    documents.store(world.archive, capture, output.from_json(report(B, parser="test-2")), NIGHT + timedelta(days=20))
    now = NIGHT + timedelta(days=21)
    settling.settle(world.archive, now)
    status.materialise(world.archive, now)
    verdict, why = world.verdict()
    assert (verdict, "an earlier reading" in why) == ("cannot_tell", True)


@pytest.mark.parametrize("is_heir", [True, False])
def test_a_report_under_a_merged_units_name_is_one(world: World, is_heir: bool) -> None:
    """The old unit's report is there and the new one's is not, or the other way round."""
    old, new = (B, A) if is_heir else (A, B)
    gone = "2025-12-15" if is_heir else None
    world.archive.connection.execute(
        "UPDATE townships SET valid_to = ?, successor = ? WHERE code = ?", (gone, new, old)
    )
    both_nights(world, OF_B)
    verdict, why = world.verdict()
    assert (verdict, f"under the name of {OTHER}" in why) == ("cannot_tell", True)


def test_what_a_merged_unit_publishes_late_is_no_lateness(world: World) -> None:
    world.archive.connection.execute("UPDATE townships SET valid_to = '2026-01-15' WHERE code = ?", (A,))
    both_nights(world)
    world.night(THIRD, [Doc(read=report())])
    assert (world.verdict()[0], world.backdated()) == ("exempt", False)


def test_the_day_of_signing_is_not_that_of_publication(world: World) -> None:
    world.night(BEFORE - 2)
    world.night(BEFORE, [Doc(read=report(published_on=None, signed_on="2026-01-10", published_label=None))])
    assert (world.verdict()[0], world.backdated()) == ("on_time", False)
    claimed = world.archive.one("SELECT claimed_on FROM status WHERE township_code = ? AND year = 2025", A)[0]
    assert claimed == "2026-01-10"


@pytest.mark.parametrize("label", ["时间", "成文日期"])
def test_a_label_that_may_mean_another_day_backdates_nothing(world: World, label: str) -> None:
    world.night(BEFORE, [Doc(read=report(published_on="2026-01-10", published_label=label))])
    assert not world.backdated()


def test_a_list_that_lags_for_some_hours_makes_nobody_late(world: World) -> None:
    world.night(FIRST)
    world.night(SECOND_NIGHT, [Doc(read=report(published_on="2026-01-31"))])
    verdict, why = world.verdict()
    assert (verdict, world.backdated()) == ("seen_after_gap", False)
    assert "lag" in why


def test_a_list_that_lagged_for_all_at_once_makes_nobody_late(tmp_path: Path) -> None:
    """Nothing of the year is there on two nights; then everything is, with days in January."""
    world = World(tmp_path)
    for day in (0, FIRST, SECOND_NIGHT):
        world.night(day, neighbour=False)
    world.night(THIRD, [Doc(read=report(published_on="2026-01-20"))])
    verdict, why = world.verdict()
    assert (verdict, world.backdated()) == ("seen_after_gap", False)
    assert "no unit of the county" in why


def test_late_is_late_and_backdated_is_backdated(world: World) -> None:
    both_nights(world)
    address = "http://www.nanjing.example.gov.cn/nb/202602/t20260203_1.html"
    world.night(THIRD, [Doc(url=address, read=report(published_on="2026-01-20"))])
    assert (world.verdict()[0], world.backdated()) == ("late", True)


def test_a_list_alone_says_of_nobody_that_it_backdated(world: World) -> None:
    both_nights(world)
    world.night(THIRD, [Doc(read=report(published_on="2026-01-20"))])
    assert (world.verdict()[0], world.backdated()) == ("seen_after_gap", False)


def test_a_county_without_a_site_is_reported_with_a_reason(world: World) -> None:
    county = "410425"
    now = NIGHT + timedelta(days=THIRD)
    found = {s.township_code: s.judgement for s in status.compute(world.archive, now, county, 2025)}
    assert len(found) > 5
    assert {one.verdict for one in found.values()} == {"cannot_tell"}
    assert {one.reason for one in found.values()} == {Reason.COUNTY_NOT_WATCHED}
    assert sentence(Reason.COUNTY_NOT_WATCHED, {}) == "no site of its county is watched; add a row to sites.toml"
    before = status.compute(world.archive, DUE - timedelta(days=1), county, 2025)
    assert {one.judgement.verdict for one in before} == {"pending"}


def test_this_years_notice_turns_no_report_of_last_year_into_a_late_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    last = Doc(year=2024, title=f"{NAME}2024年", read=report(year=2024, published_on="2025-01-28"))
    world.night(-360)
    world.night(-358, [last])
    notice = {"deadline": {"rule": "own", "month_day": "01-20", "basis": "县政府办〔2026〕1号"}}
    world.night(0, [last], row=notice)
    world.night(2, [last], row=notice)
    assert world.verdict(year=2024)[0] == "on_time"
    due = {row["year"]: row["due_at"] for row in world.archive.rows("SELECT DISTINCT year, due_at FROM status")}
    assert due[2025] == "2026-01-20T16:00:00.000Z"
    assert due[2024] == "2025-01-31T16:00:00.000Z"


def test_a_row_that_ended_sets_no_date_any_more(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.night(0, row={"deadline": {"rule": "own", "month_day": "01-20", "basis": "b"}, "valid_until": "2026-01-10"})
    assert world.archive.one("SELECT due_at FROM status WHERE year = 2025")[0] == "2026-01-31T16:00:00.000Z"
