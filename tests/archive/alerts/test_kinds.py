"""Every kind of alert: what opens it, what closes it, and that it is silent in between."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import messages
from archive.alerts import kinds, lifecycle, outbox
from archive.alerts.kinds import arithmetic
from archive.alerts.kinds.kind import AlertKind
from archive.alerts.lifecycle import Edge
from archive.alerts.text import entries
from archive.captures import answers
from archive.captures.answers import Answer, Question, Subject
from archive.captures.reasons import NightReason, because
from archive.deadlines import rules
from archive.deadlines.rules import Rulebook, Standard
from archive.reports.judgements import Says, Word, judge
from crawler.notify import delivery
from crawler.notify.channel import channels
from tests.archive.web.conftest import Site
from tests.support.alerts.servers import http
from tests.support.archives.samples import COUNTY, NIGHT
from tests.support.nights.world import NAME, A, Doc, World, report

UNIT, PLACE = f"township:{A}/2025", f"county:{COUNTY}/2025"
OTHERS = 9
FULL = because(NightReason.STEP_FAILED, step="backup", error="full")
"""Townships that publish nothing in these histories."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.night(0)
    assert made.edges(0) == []
    return made


def mine(edges: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The edges of the township of these histories."""
    return [(kind, edge) for kind, subject, edge in edges if subject == UNIT]


def hanging(new: int = 12, day: str = "2026-01-21", **more: Any) -> list[Doc]:
    return [Doc(read=report(new=new, published_on=day, **more))]


def backdated(new: int = 12) -> list[Doc]:
    """A report that claims 21 January under an address of 4 February."""
    return [replace(doc, url=LATER) for doc in hanging(new)]


LATER = "http://www.nanjing.example.gov.cn/nb/202602/t20260204_1.html"


def test_the_reminder_names_who_was_not_seen_and_ends_at_the_deadline(world: World) -> None:
    world.night(4, hanging())
    assert world.edges(4.8) == []
    assert world.edges(5) == [("deadline_near", PLACE, "opened")]
    (row,) = lifecycle.open_alerts(world.archive, NIGHT + timedelta(days=5))
    assert len(row["evidence"]["not_seen_yet"]) == OTHERS
    assert {NAME, "南坑镇"}.isdisjoint(row["evidence"]["not_seen_yet"]), "one is read, one listed"
    assert row["evidence"]["rule"] == "regulations-2019"
    assert world.edges(11) == []
    assert world.edges(12) == [("deadline_near", PLACE, "closed")]


def test_units_with_other_deadlines_are_reminded_of_theirs(world: World) -> None:
    towns = Standard("towns", "01-31", "b", kinds=("镇",))
    first = Standard("first", "01-26", "县府办〔2026〕1号", area=COUNTY, kinds=("丰田镇", "梅林镇"))
    rules.store(world.archive, Rulebook([towns, first]))
    assert world.edges(4) == [("deadline_near", PLACE, "opened")]
    told = lifecycle.open_alerts(world.archive, NIGHT + timedelta(days=4))[0]["evidence"]
    assert (sorted(told["not_seen_yet"]), told["due_at"]) == (["丰田镇", "梅林镇"], "2026-01-26T16:00:00.000Z")
    assert world.edges(7) == [("deadline_near", PLACE, "closed"), ("deadline_near", PLACE, "opened")]
    told = lifecycle.open_alerts(world.archive, NIGHT + timedelta(days=7))[0]["evidence"]
    assert (len(told["not_seen_yet"]), told["due_at"]) == (8, "2026-01-31T16:00:00.000Z")


def test_missed_then_late_and_backdated_then_history(world: World) -> None:
    world.night(12)
    assert mine(world.edges(12)) == []
    world.night(13)
    assert mine(world.edges(13)) == [("missed_deadline", "opened")]
    world.night(14)
    assert world.edges(14) == []
    world.night(15, backdated())
    assert mine(world.edges(15)) == [
        ("backdated", "opened"),
        ("missed_deadline", "closed"),
        ("published_late", "opened"),
    ]
    assert mine(world.edges(44)) == []
    assert mine(world.edges(46)) == [("backdated", "closed"), ("published_late", "closed")]


def test_each_revision_is_an_alert_of_its_own(world: World) -> None:
    for day, new, told in (
        (2, 12, []),
        (3, 13, []),
        (4, 13, [("figures_revised", "opened")]),
        (5, 14, []),
        (6, 14, [("figures_revised", "closed"), ("figures_revised", "opened")]),
    ):
        world.night(day, hanging(new))
        assert mine(world.edges(day)) == told
    assert mine(world.edges(36)) == [("figures_revised", "closed")]


VANISHED: dict[str, Any] = {"tables": {}, "cells": []}
"""What is read of a report whose tables are not on its page."""


@pytest.mark.parametrize("other", [hanging(13), hanging(**VANISHED)], ids=["other figures", "no figures"])
def test_what_one_night_shows_and_the_next_takes_back_is_told_as_nothing(world: World, other: list[Doc]) -> None:
    for day, shown in ((2, hanging()), (3, other), (4, hanging()), (5, hanging()), (6, other), (7, hanging())):
        world.night(day, shown)
        assert mine(world.edges(day)) == []
    kinds_of_changes = [row[0] for row in world.archive.rows("SELECT kind FROM changes ORDER BY at, rowid")]
    assert kinds_of_changes == ["appeared", "figures", "restored", "restored", "restored"], (
        "history keeps what was seen"
    )
    assert "revised_after_deadline" not in _evidence(world)


def test_figures_that_vanish_are_told_at_their_second_sighting(world: World) -> None:
    for day, told in ((3, []), (3.2, []), (4, [("figures_revised", "opened")]), (5, [])):
        world.night(day - 1 if day == 3 else day, hanging() if day == 3 else hanging(**VANISHED))
        assert mine(world.edges(day)) == told


def test_figures_taken_back_for_good_close_the_alert(world: World) -> None:
    for day, new, told in (
        (2, 12, []),
        (3, 13, []),
        (4, 13, [("figures_revised", "opened")]),
        (5, 12, []),
        (6, 13, []),
        (7, 12, []),
        (8, 12, [("figures_revised", "closed")]),
        (9, 12, []),
    ):
        world.night(day, hanging(new))
        assert mine(world.edges(day)) == told


def test_figures_after_a_night_that_showed_the_old_ones_again_are_told_once(world: World) -> None:
    """A cache gave the former page between two nights of the new one."""
    for day, new, told in (
        (2, 12, []),
        (3, 13, []),
        (4, 12, []),
        (5, 13, []),
        (6, 13, [("figures_revised", "opened")]),
    ):
        world.night(day, hanging(new))
        assert mine(world.edges(day)) == told


def test_what_is_revised_after_the_deadline_stands_in_the_evidence_once_it_lasts(world: World) -> None:
    for day, new, told in ((2, 12, False), (15, 13, False), (16, 13, True)):
        world.night(day, hanging(new))
        assert ("revised_after_deadline" in _evidence(world)) is told


def _evidence(world: World) -> dict[str, Any]:
    row = world.archive.one("SELECT evidence FROM status WHERE township_code = ? AND year = 2025", A)
    return dict(json.loads(row[0]))


def test_withdrawn_until_it_is_back(world: World) -> None:
    world.night(2, hanging())
    world.night(3, gone=[Doc().url])
    assert mine(world.edges(3)) == []
    assert "withdrawn_at" not in _evidence(world)
    world.night(4, gone=[Doc().url], outcome="partial")
    assert mine(world.edges(4)) == [], "a night that did not see the whole site confirms nothing"
    world.night(5, gone=[Doc().url])
    assert mine(world.edges(5)) == [("withdrawn", "opened")]
    assert "withdrawn_at" in _evidence(world)
    world.night(40, gone=[Doc().url])
    assert mine(world.edges(40)) == []
    world.night(41, hanging())
    assert mine(world.edges(41)) == [("withdrawn", "closed")]


def test_what_a_former_program_told_at_the_first_sighting_stays_told(world: World) -> None:
    """Its alerts were open after one night; they neither end nor open again for want of a second one."""
    world.night(2, hanging())
    world.night(3, hanging(13))
    world.night(4, gone=[Doc().url])
    for row in world.archive.rows("SELECT kind, after, capture FROM changes WHERE kind IN ('figures', 'withdrawn')"):
        kind = "figures_revised" if row["kind"] == "figures" else "withdrawn"
        evidence = json.dumps({"capture": row["capture"], **({"event": row["after"]} if row["after"] else {})})
        with world.archive.transaction() as db:
            db.execute(
                "INSERT INTO alerts (alert, kind, reason, subject, opened_at, evidence)"
                " VALUES (?1, ?1, ?2, ?3, '', ?4)",
                (kind, kinds.known()[kind].reasons[0], UNIT, evidence),
            )
    assert mine(world.edges(4)) == []


def test_a_report_gone_for_one_night_is_told_as_nothing(world: World) -> None:
    for day, shown in ((2, hanging()), (3, []), (4, hanging()), (5, []), (6, hanging())):
        world.night(day, shown, gone=[] if shown else [Doc().url])
        assert mine(world.edges(day)) == []


def test_sums_that_do_not_add_up_until_they_do(world: World) -> None:
    broken = {"rule": "applications.new.row_sum", "severity": "error", "blame": "source", "detail": "3 + 2 = 5, not 6"}
    world.night(2, hanging(findings=[broken]))
    assert mine(world.edges(2)) == [("arithmetic", "opened")]
    (row,) = world.archive.rows("SELECT evidence FROM alerts WHERE kind = 'arithmetic'")
    said = arithmetic.terms([json.loads(row["evidence"])])
    assert (said["places"], said["first"]) == ("1", "3 + 2 = 5, not 6")
    assert said["first_zh"].endswith("每一行的“总计”等于六类申请人之和。原文为 12。")
    world.night(3, hanging(13))
    assert mine(world.edges(3)) == [("arithmetic", "closed")]
    ours = {**broken, "blame": "reading"}
    world.night(4, hanging(14, findings=[ours]))
    assert ("arithmetic", "opened") not in mine(world.edges(4)), "what we may have misread is no alert"


def test_sums_that_a_person_dismissed(world: World) -> None:
    broken = {"rule": "applications.new.row_sum", "severity": "error", "blame": "source", "detail": "3 + 2 = 5, not 6"}
    world.night(2, hanging(findings=[broken]))
    assert mine(world.edges(2)) == [("arithmetic", "opened")]
    word = Word(f"{A}/2025", broken["rule"], Says.DISMISSED, "Li Hua", "a note explains it")
    judge(world.archive, word, NIGHT + timedelta(days=2, hours=1))
    world.night(3, hanging(findings=[broken]))
    assert mine(world.edges(3)) == [("arithmetic", "closed")]


def test_one_of_two_sums_that_a_person_dismissed_is_named_no_longer(world: World) -> None:
    rules = ("applications.new.row_sum", "applications.total.outcome_sum")
    broken = [{"rule": rule, "severity": "error", "blame": "source", "detail": f"of {rule}"} for rule in rules]
    world.night(2, hanging(findings=broken))
    word = Word(f"{A}/2025", rules[0], Says.DISMISSED, "Li Hua", "a note explains it")
    judge(world.archive, word, NIGHT + timedelta(days=2, hours=1))
    world.night(3, hanging(findings=broken))
    assert mine(world.edges(3)) == [("arithmetic", "opened")]
    (row,) = world.archive.rows("SELECT evidence ->> 'findings' AS findings FROM alerts WHERE closed_at IS NULL")
    assert json.loads(row["findings"]) == [f"of {rules[1]}"]
    world.night(4, hanging(findings=broken))
    assert mine(world.edges(4)) == []


def test_a_site_that_is_not_seen_whole(world: World) -> None:
    for day, told in ((1, []), (2, []), (3, [("site_failing", "site:nanjing", "opened")]), (4, [])):
        world.night(day, outcome="blocked", whole=False)
        assert world.edges(day) == told
    world.night(5)
    assert world.edges(5) == [("site_failing", "site:nanjing", "closed"), ("deadline_near", PLACE, "opened")][::-1]


def test_a_site_that_never_was_seen_whole_fails_from_the_first_night(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.night(0, outcome="broken", whole=False)
    assert world.edges(0) == [("site_failing", "site:nanjing", "opened")]


def test_where_implausibly_many_are_missing_there_is_one_alert_on_the_site_and_nobody_is_accused(world: World) -> None:
    subject = Subject(Question.PLAUSIBLE, COUNTY, year=2025)
    answers.store(world.archive, [Answer(subject, "withdrawn", "tests", NIGHT)])
    for day in (12, 13, 14):
        world.night(day, hanging())
        edges = world.edges(day)
    assert ("site_failing", "site:nanjing", "opened") in edges
    assert not [edge for edge in edges if edge[0] == "missed_deadline"]
    row = world.archive.one("SELECT reason, evidence FROM alerts WHERE kind = 'site_failing'")
    assert row["reason"] == "many_missing"
    assert json.loads(row["evidence"])["silent"]["args"] == {"missing": OTHERS, "owing": OTHERS + 2, "before": 0}
    answers.store(world.archive, [Answer(subject, "yes", "tests", NIGHT + timedelta(days=14.5))])
    world.night(15, hanging())
    edges = world.edges(15)
    assert ("site_failing", "site:nanjing", "closed") in edges
    assert len([edge for edge in edges if edge[0] == "missed_deadline"]) == OTHERS


def test_an_archive_that_is_not_well(world: World) -> None:
    assert world.edges(1, [FULL]) == [("archive_unhealthy", "archive", "opened")]
    assert world.edges(2, [FULL]) == []
    assert world.edges(3) == [("archive_unhealthy", "archive", "closed")]


def test_the_first_run_on_an_old_archive_opens_no_alert_on_the_past(tmp_path: Path) -> None:
    """Missed, late, backdated, revised, withdrawn: all of it before anybody asked for alerts."""
    world = World(tmp_path)
    world.night(0)
    for day in (12, 13):
        world.night(day)
    world.night(15, backdated())
    world.night(16, backdated(13))
    world.night(17, gone=[LATER])
    world.night(17.9, gone=[LATER])
    row = world.archive.one("SELECT verdict, backdated FROM status WHERE township_code = ? AND year = 2025", A)
    assert tuple(row) == ("late", 1)
    assert world.archive.one("SELECT count(*) FROM status WHERE verdict = 'not_published'")[0] == OTHERS
    assert world.edges(18) == []
    world.night(19, hanging(13))
    assert mine(world.edges(19)) == []
    world.night(20, hanging(15))
    world.night(21, hanging(15))
    assert mine(world.edges(21)) == [("figures_revised", "opened")], "but of what comes after"


def test_what_no_verdict_says_is_no_alert(world: World) -> None:
    """`cannot_tell` and `seen_after_gap` name nobody."""
    world.night(12, [Doc()])
    world.night(13, [Doc()])
    verdicts = dict(map(tuple, world.archive.rows("SELECT township_code, verdict FROM status WHERE year = 2025")))
    assert verdicts[A] == "cannot_tell"
    assert mine(world.edges(13)) == []


def test_every_alert_on_a_deadline_names_its_rule(world: World) -> None:
    for day in (12, 13):
        world.night(day)
    world.edges(13)
    world.night(15, backdated())
    world.edges(15)
    rows = world.archive.rows("SELECT kind, evidence FROM alerts WHERE kind <> 'archive_unhealthy'")
    assert {row["kind"] for row in rows} == {"missed_deadline", "published_late", "backdated"}
    for row in rows:
        told = json.loads(row["evidence"])
        assert (told["rule"], told["rule_binding"]) == ("regulations-2019", "custom")
        assert "未列明乡镇" in told["basis"]


MANY_APPLICATIONS = '''
"""A report with many new applications: a kind that exists in this test only."""

from archive.alerts.kinds.kind import AlertKind, Condition


def conditions(situation):
    for row in situation.archive.rows(
        "SELECT report, total FROM current_versions JOIN applications USING (version) WHERE line = 'new' AND total > 50"
    ):
        yield Condition("over_fifty_applications", f"township:{row['report']}", {"total": row["total"]})


KIND = AlertKind(
    name="many_applications",
    order=5,
    severity="notice",
    subject="township",
    reasons=("over_fifty_applications",),
    conditions=conditions,
    opens="more than fifty new applications",
    closes="when corrected",
    terms=lambda evidences: {"total": str(evidences[0]["total"])},
)
'''
MANY_APPLICATIONS_EN = """
alert-many-applications-name = many applications
alert-over-fifty-applications = { alert-subject }: { $total } new applications
alert-over-fifty-applications-remedy = look whether the figure is right
alert-many-applications-several = { $count } with many applications: { $items }
alert-many-applications-item = { $name }
"""
MANY_APPLICATIONS_ZH = """
alert-many-applications-name = 申请众多
alert-over-fifty-applications = { alert-subject }：新收申请 { $total } 件
alert-over-fifty-applications-remedy = 核对数字是否属实
alert-many-applications-several = 申请众多 { $count } 家：{ $items }
alert-many-applications-item = { $name }
"""


@pytest.fixture
def many_applications(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new kind: its module beside the others, its sentences beside theirs, and nothing else."""
    modules, catalogues = tmp_path / "alert_kinds", tmp_path / "messages"
    modules.mkdir()
    (modules / "many_applications.py").write_text(MANY_APPLICATIONS, "utf-8")
    shutil.copytree(messages.HERE, catalogues)
    for language, words in (("en", MANY_APPLICATIONS_EN), ("zh", MANY_APPLICATIONS_ZH)):
        with (catalogues / language / "alerts.ftl").open("a", encoding="utf-8") as file:
            file.write(words)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(modules)])
    monkeypatch.setattr(messages, "HERE", catalogues)
    kinds.known.cache_clear()
    messages._bundle.cache_clear()
    messages._sources.cache_clear()
    yield
    sys.modules.pop("archive.alerts.kinds.many_applications", None)
    kinds.known.cache_clear()
    messages._bundle.cache_clear()
    messages._sources.cache_clear()


@pytest.mark.usefixtures("many_applications")
def test_a_new_kind_is_a_module_and_its_sentences(world: World) -> None:
    """Opened, sent, listed, worded, shown on a page and closed, though no further file knows of it."""
    world.night(2, hanging(60))
    assert ("many_applications", UNIT, "opened") in world.edges(2)
    now = NIGHT + timedelta(days=2)
    (row,) = [row for row in lifecycle.open_alerts(world.archive, now) if row["kind"] == "many_applications"]
    assert (row["reason"], list(row["evidence"])) == ("over_fifty_applications", ["total"])
    assert entries.in_words(world.archive, row["alert"]) == f"{NAME} 2025: 60 new applications"
    with http() as web:
        listed = channels([{"url": f"json://127.0.0.1:{web.port}/", "kinds": ["many_applications"]}])
        outbox.enqueue(world.archive, listed, [Edge(row["alert"], "opened", "many_applications", UNIT)], now)
        assert [one.state for one in delivery.deliver(world.archive, listed, now, {})] == ["sent"]
        ((_, payload, _),) = web.posts
    (sent,) = payload["alerts"]
    assert (sent["kind"], sent["reason"], sent["severity"]) == (
        "many_applications",
        "over_fifty_applications",
        "notice",
    )
    assert sent["text"] == f"· {NAME} 2025年度：新收申请 60 件"
    with asyncio.Runner() as runner:
        assert "many applications" in Site(world.archive.path, runner).get("/").text
    world.night(3, hanging(12))
    assert ("many_applications", "closed") in mine(world.edges(3))


def test_the_archive_holds_what_the_program_knows_of_kinds(world: World) -> None:
    with world.archive.transaction() as db:
        db.execute("UPDATE alert_reasons SET severity = 'notice'")
    lifecycle.update(world.archive, NIGHT)
    found = {tuple(row) for row in world.archive.rows("SELECT * FROM alert_reasons")}
    assert found == set(kinds.reasons())


@pytest.mark.parametrize("kind", kinds.known().values(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_all_its_sentences(kind: AlertKind, language: str) -> None:
    needed = [
        f"alert-{kind.name}-name",
        *(f"alert-{reason}{end}" for reason in kind.reasons for end in ("", "-remedy")),
    ]
    needed += [f"alert-{kind.name}-{part}" for part in ("several", "item") if kind.subject == "township"]
    needed += [f"alert-{kind.name}-closed"] if kind.announces_end else []
    catalogue = (messages.HERE / language / "alerts.ftl").read_text("utf-8")
    assert [
        code for code in needed if not re.search(rf"^{re.escape(code.replace('_', '-'))} =", catalogue, re.MULTILINE)
    ] == []


def test_the_kinds_and_their_order() -> None:
    assert list(kinds.known()) == [
        "deadline_near",
        "missed_deadline",
        "published_late",
        "backdated",
        "figures_revised",
        "withdrawn",
        "arithmetic",
        "site_failing",
        "archive_unhealthy",
    ]


@pytest.mark.parametrize(
    ("nights", "reason"),
    [
        ([(0, "broken")], "never_seen_whole"),
        ([(0, "ok"), (1, "blocked"), (2, "blocked"), (3, "partial")], "not_seen_whole_for_nights"),
    ],
)
def test_why_a_site_fails_is_a_code(tmp_path: Path, nights: list[tuple[int, Any]], reason: str) -> None:
    world = World(tmp_path)
    for day, outcome in nights:
        world.night(day, outcome=outcome, whole=outcome == "ok")
        world.edges(day)
    (row,) = world.archive.rows("SELECT reason FROM alerts WHERE kind = 'site_failing'")
    assert row["reason"] == reason
