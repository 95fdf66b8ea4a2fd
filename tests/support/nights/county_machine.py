"""A season as a state machine over real HTTP: a sample county site whose townships publish as they please, whole nights
of `nightly`, and every fault of the fault matrix; after each night, what the archive says is held against the script.

The one thing that is not the product's own is the start of the site's process, which `player` spares.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal, get_args
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from archive.storage.database import Archive
from archive.storage.instants import china_day, instant
from crawler.night import nightly, site_processes
from crawler.night.night_results import Night
from crawler.runtime.clock import Clock
from tests.support.alerts.servers import http
from tests.support.archives import proofs
from tests.support.nights.player import PATIENCE, Player
from tests.support.season import night
from tests.support.sites.county import Publication, Site
from tests.support.sites.demo import prepare
from tests.support.sites.faults import KINDS, Fault, FaultKind
from tests.support.sites.script import Event, _publications, due, season
from tests.support.sites.server import SampleSites

YEAR, BEFORE = 2025, 2024
DUE = due(YEAR)
TOWNSHIPS = 5
"""How many of a county's townships have a site to publish on; the others never publish."""

Trouble = Literal["none", "killed"] | FaultKind
WHERE = (
    "",
    "",
    "^/$",
    "robots",
    r"(index|list|col|catalog|node)",
    r"[0-9]{5,}|art|content|info",
    r"api|json|proxy|do$",
)
"""Paths that a fault strikes: all, the door, the way to the lists, the documents, what answers scripts."""

PLAYED = Counter[str]()
"""Seasons, nights, faults, outcomes, verdicts and what they were worth, for the summary by hand."""


@dataclass(frozen=True)
class Plot:
    """What one township does, in minutes: publishes from the deadline on, revises and withdraws from then on, comes
    back after that; claims a day so many days before; None is never.
    """

    published: int | None
    claims: int
    revised: int | None
    withdrawn: int | None
    restored: int | None
    lookalike: bool
    merged: bool
    carrier: Literal["text", "docx", "pdf"]

    def event(self, name: str) -> Event:
        """The township's event in the season's script."""
        alike = DUE - timedelta(days=5) if self.lookalike else None
        if self.published is None or self.merged:
            return Event(name, YEAR, never=True, lookalike=alike)
        at = DUE + timedelta(minutes=self.published)
        gone = _after(at, self.withdrawn)
        return Event(
            name,
            YEAR,
            at,
            claimed=china_day(at) - timedelta(days=self.claims),
            lookalike=alike,
            revised=_after(at, self.revised),
            withdrawn=gone,
            restored=_after(gone, self.restored),
            carrier=self.carrier,
        )


@dataclass(frozen=True)
class Hitch:
    """What goes wrong in a night so many days after the last: a fault at some paths, so many times; a killed process;
    the channel's server.
    """

    trouble: Trouble
    where: str
    times: int | None
    works: bool
    days: int


def _after(at: datetime | None, minutes: int | None) -> datetime | None:
    return None if at is None or minutes is None else at + timedelta(minutes=minutes)


def _minutes(first_hour: int, last_hour: int) -> st.SearchStrategy[int]:
    return st.integers(first_hour * 60, last_hour * 60)


later = st.none() | _minutes(20, 300)
plots = st.builds(
    Plot,
    st.none() | _minutes(-300, 400) | st.sampled_from([-24 * 60, -60, -1, 1, 60, 180]),
    st.sampled_from([0, 0, 0]) | st.integers(1, 20),
    later,
    later,
    later,
    st.booleans(),
    st.sampled_from([False] * 5 + [True]),
    st.sampled_from(["text", "text", "text", "docx", "pdf"]),
)
troubles: st.SearchStrategy[Trouble] = st.one_of(
    st.just("none"), st.just("none"), st.sampled_from(KINDS), st.sampled_from([*KINDS, "killed"])
)
hitches = st.builds(
    Hitch,
    troubles,
    st.sampled_from(WHERE),
    st.sampled_from([None, None, 1, 2, 5]),
    st.sampled_from([True, True, True, False]),
    st.sampled_from([1, 1, 1, 1, 2, 6]),
)
sites = st.sampled_from([one.id for one in season() if not one.options.get("unlisted")])


class CountyMachine(RuleBasedStateMachine):
    """Nights one after the other, checked against the script after each."""

    player: Player

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="county-"))
        self.held = ExitStack()
        self.web = self.held.enter_context(http())
        self.held.enter_context(patch.object(site_processes, "_site_process", self.player.play))
        self.taken: list[dict[str, Any]] = []
        self.nights: dict[str, datetime] = {}
        self.troubled = False
        self.status: list[dict[str, Any]] = []
        self.site: Site | None = None

    @initialize(name=sites, scripts=st.lists(plots, min_size=TOWNSHIPS, max_size=TOWNSHIPS), first=st.integers(8, 26))
    def begin(self, name: str, scripts: list[Plot], first: int) -> None:
        """A county whose first townships have a script each. Those merged away are so in the archive's gazetteer."""
        usual = next(one for one in season() if one.id == name)
        bare = replace(usual, townships=usual.townships[:TOWNSHIPS], years=(BEFORE, YEAR), faults=(), publications=())
        acts = zip(bare.townships, scripts, strict=True)
        events = {(unit.code, YEAR): plot.event(unit.name) for unit, plot in acts}
        self.site = replace(bare, publications=tuple(_publications(bare, events)))
        self.merged = {unit.code for unit, plot in zip(bare.townships, scripts, strict=True) if plot.merged}
        self.now = night(1, first)
        served = [self.site, *(one for one in season() if one.options.get("unlisted"))]
        self.sites = self.held.enter_context(SampleSites(served, now=self.now))
        self.config = prepare(self.folder, self.sites)
        with self.config.path.open("a", encoding="utf-8") as file:
            file.write(f'[alerts]\nchannels = ["json://127.0.0.1:{self.web.port}/hook"]\n[nightly]\nbackups = 1\n')
        self.config = replace(
            self.config,
            alerts=replace(self.config.alerts, channels=(f"json://127.0.0.1:{self.web.port}/hook",)),
            nightly=replace(self.config.nightly, backups=1),
        )
        with Archive.open(self.config.archive) as archive:
            archive.connection.executemany(
                "UPDATE townships SET valid_to = '2026-01-05', successor = ? WHERE code = ?",
                [(usual.townships[-1].code, code) for code in sorted(self.merged)],
            )
            proofs.vouch(archive, usual.county)  # so that nothing but the pages keeps it from accusing
        self.codes = {unit.code for unit in bare.townships}

    @rule(hitches=st.lists(hitches, min_size=5, max_size=12))
    def nights_pass(self, hitches: list[Hitch]) -> None:
        """Some nights, each with its trouble."""
        for hitch in hitches:
            self._night(hitch)

    def _night(self, hitch: Hitch) -> None:
        """Some days later, one night with this trouble; the channel's server may be out of order."""
        trouble, times = hitch.trouble, hitch.times
        self.now += timedelta(days=hitch.days)
        self.sites.now = self.now
        self.sites.faults.clear()
        self.troubled = trouble != "none"
        if trouble == "killed":
            self.player.deadly = [0.15 * (times or 4)] * (2 if times == 2 else 1)
        elif trouble != "none":
            patient = times or (4 if trouble == "slow" else None)
            assert self.site
            self.sites.faults.add(Fault(trouble, self.site.id, hitch.where, times=patient, seconds=PATIENCE * 1.5))
        self._play(works=hitch.works)
        PLAYED.update(["nights", f"trouble {trouble}", f"outcome {self.outcome}"])

    @rule()
    def again(self) -> None:
        """The same night's command once more, some minutes later: nothing new may come of it."""
        told = len(self.taken)
        self.now += timedelta(minutes=20)
        self._play(works=True)
        assert len(self.taken) <= told + 1

    def _play(self, *, works: bool) -> None:
        self.web.usual = (200, {}) if works else (500, {})
        before = len(self.web.posts)
        played = nightly.run(self.config, Clock(self.now))
        if works:
            self.taken += [body for _, body, _ in self.web.posts[before:]]
        with Archive.read(self.config.archive) as archive:
            for (run,) in archive.rows("SELECT run FROM runs ORDER BY started_at"):
                self.nights.setdefault(run, self.now)
                self.last_run = run
            self.status = [dict(row) for row in archive.rows("SELECT * FROM status WHERE year = ?", YEAR)]
            self.alerts = [dict(row) for row in archive.rows("SELECT * FROM alerts ORDER BY opened_at, closed_at")]
            self.looked = [
                (
                    self._night_before(row["seen_from"]) if row["seen_from"] else self.nights[row["run"]],
                    row["outcome"],
                    row["detail"],
                )
                for row in archive.rows("SELECT * FROM site_runs ORDER BY finished_at")
            ]
        self.outcome = played.sites[0].outcome if played.sites else "not due"
        self._check(played)

    def _check(self, played: Night) -> None:
        assert not [ailment for ailment in played.ailments if ailment.code != "runs_in_future"], played.ailments
        if self.outcome == "ok" and DUE <= self.now < DUE + timedelta(days=14):
            assert self.looked[-1][0] == self.nights[self.last_run], "not looked at whole"
        if played.sites and not self.troubled:
            (result,) = played.sites
            assert result.outcome == "ok" or "shrank" in str(result.detail) or "gone" in str(result.detail), result
        for row in self.status:
            PLAYED[f"verdict {row['verdict']}"] += 1
            self._verdict_is_true(row, self._publication(row["township_code"]))
        self._missed_deadlines_are_found()
        self._alerts_are_true()
        self._alerts_alternate()
        self._nothing_is_told_twice()

    def _publication(self, code: str) -> Publication | None:
        assert self.site
        return self.site.by_key.get(f"{code}/{YEAR}") if code in self.codes else None

    def _verdict_is_true(self, row: dict[str, Any], truth: Publication | None) -> None:
        evidence = json.loads(row["evidence"])
        if row["verdict"] == "not_published":
            assert row["township_code"] not in self.merged
            absent = {
                self._night_before(look["at"]) for look in evidence["looks"] if not look["shows"] and look["sound"]
            }
            after = {china_day(at) for at in absent if at >= DUE}
            assert len(after) >= 2, evidence
            wrong = [at for at in absent if truth and truth.there(at)]
            PLAYED["wrong accusations"] += len(wrong)
            assert not wrong, (truth, evidence)
        if row["verdict"] == "late":
            assert truth
            unseen = self._night_before(evidence["look_before"]["at"])
            PLAYED["wrong accusations"] += truth.there(unseen)
            assert unseen >= DUE
            assert not truth.there(unseen), (truth, evidence)
            assert truth.published_at >= DUE or truth.withdrawn_at, (truth, evidence)
            assert 1 <= row["days_late"] <= (self.now - DUE).days + 1
        if row["verdict"] == "on_time":
            assert truth
            assert truth.published_at < DUE or truth.claimed_on < china_day(DUE), (truth, evidence)
        if row["backdated"]:
            assert truth
            unseen = self._night_before(evidence["look_before"]["at"])
            assert not truth.there(unseen), (truth, evidence)
            assert truth.claimed_on < china_day(unseen), (truth, evidence)
        if row["verdict"] == "exempt":
            assert row["township_code"] in self.merged

    def _missed_deadlines_are_found(self) -> None:
        """Once the site was seen whole on two nights after the deadline, who has not published is noticed.

        Two weeks after the deadline lists may be taken as they were seen some nights before; those count for then.
        """
        sound = [at for at, outcome, _ in self.looked if outcome == "ok"]
        since = [at for at in sound if at >= DUE]
        telling = [at for at in since if self._somebody_is_there(at)]
        if len({china_day(at) for at in telling}) < 2 or telling[-1] != since[-1]:
            PLAYED["nights on which nobody of the county showed a report"] += len(since) > len(telling)
            return
        told = {row["subject"] for row in self._open("missed_deadline")}
        verdicts = {row["township_code"]: row for row in self.status}
        for code, row in verdicts.items():
            truth = self._publication(code)
            if (truth is None and code not in self.merged) or (truth and truth.published_at > self.now):
                assert row["verdict"] == "not_published", (code, truth, row, self.looked)
                assert sound[0] >= DUE or f"township:{code}/{YEAR}" in told, code
        assert all(verdicts[code]["verdict"] == "exempt" for code in self.merged)

    def _somebody_is_there(self, at: datetime) -> bool:
        """Whether the lists showed a report of the year at all: such as show nobody's accuse nobody."""
        assert self.site
        return any(one.there(at) for one in self.site.publications if one.kind == "report" and one.year == YEAR)

    def _open(self, kind: str) -> Iterator[dict[str, Any]]:
        return (row for row in self.alerts if row["kind"] == kind and row["closed_at"] is None)

    def _alerts_are_true(self) -> None:
        for row in self.alerts:
            kind, _, named = row["subject"].partition(":")
            if kind != "township":
                continue
            code, year = named.split("/")
            told = json.loads(row["evidence"])
            truth = self._publication(code)
            assert year == str(YEAR), row
            PLAYED[f"alert {row['kind']}"] += 1
            if row["kind"] == "published_late":
                assert truth
                assert truth.published_at >= DUE or truth.withdrawn_at, row
            if row["kind"] == "withdrawn":
                assert truth
                assert not truth.there(self._night_before(told["at"])), (truth, row)
            if row["kind"] == "figures_revised":
                assert truth
                assert truth.revised_at
                assert truth.revised_at <= instant(told["at"]), (truth, row)

    def _night_before(self, at: str) -> datetime:
        """The instant at which the sites stood when this was seen."""
        return max(seen for seen in self.nights.values() if seen <= instant(at))

    def _alerts_alternate(self) -> None:
        last: dict[tuple[str, str], str | None] = {}
        for row in sorted(self.alerts, key=lambda row: (row["opened_at"], row["closed_at"] or "9")):
            key = (row["kind"], row["subject"])
            if key in last:
                before = last[key]
                assert before is not None, row
                assert before <= row["opened_at"], row
            last[key] = row["closed_at"]

    def _nothing_is_told_twice(self) -> None:
        told = [(alert["alert"], alert["edge"]) for body in self.taken for alert in body["alerts"]]
        assert len(told) == len(set(told)), Counter(told).most_common(3)
        days = [china_day(instant(body["sent_at"])) for body in self.taken]
        assert len(days) == len(set(days)), "two messages in one night"
        names = [body["id"] for body in self.taken]
        assert len(names) == len(set(names))

    def teardown(self) -> None:
        self.held.close()
        shutil.rmtree(self.folder)
        PLAYED["seasons"] += 1
        if self.site:
            PLAYED[f"site {self.site.id}"] += 1
            PLAYED.update(f"script: {self._acted(row['township_code'])} -> {row['verdict']}" for row in self.status)

    def _acted(self, code: str) -> str:
        """What the script says of a township, in the words of the summary."""
        truth = self._publication(code)
        if code in self.merged:
            return "merged away"
        if truth is None or truth.published_at > self.now:
            return "not published"
        gone = ", then withdrawn" if truth.withdrawn_at and truth.withdrawn_at <= self.now else ""
        return ("late" if truth.published_at >= DUE else "on time") + gone


def trouble_kinds() -> tuple[str, ...]:
    """All that a night may meet."""
    return ("none", "killed", *get_args(FaultKind))
