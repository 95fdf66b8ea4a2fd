"""A season as a state machine: townships that publish as they please, nights that go wrong, and what is true of both.

Writes nights straight into an archive through its own doors; no HTTP, so that thousands of nights pass in minutes.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal, get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from archive.alerts import lifecycle, outbox
from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item, Outcome
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from archive.storage import owned_folders
from archive.storage.database import Archive, payload_path
from archive.storage.instants import CHINA, china_day, instant, text
from crawler.notify import delivery
from crawler.notify.channel import channels
from tests.support.archives import every_check, proofs
from tests.support.archives.samples import COUNTY, LIST, said

SITE, YEAR = "nanjing", 2025
DUE = datetime(2026, 2, 1, tzinfo=CHINA)
BEGIN = datetime(2026, 1, 24, 2, 30, tzinfo=CHINA)
Fault = Literal["none", "blocked", "unreachable", "broken", "killed", "partial", "unread", "no night"]

Hanging = Literal[
    "plainly", "without a name", "as a picture", "under another name", "under last year's number", "elsewhere"
]
"""How a report may hang there; `elsewhere` is a column that the search does not find before some night."""

COLUMN = "http://www.nanjing.example.gov.cn/new/index.html"

PLAYED = Counter[str]()
"""Nights, verdicts and accusations over all seasons of this process, for the summary by hand."""


@dataclass(frozen=True)
class Plot:
    """What one township does. Hours are counted from the deadline; None is never."""

    published: float | None
    claims: int | None
    revised: float | None
    withdrawn: float | None
    lookalike: bool
    merged: bool
    hangs: Hanging = "plainly"
    righted: float | None = None

    def oddly(self, now: datetime) -> Hanging | None:
        """How it hangs where nobody can read it for what it is; until it is put right."""
        right = self.righted is not None and self.appears and now >= self.appears + timedelta(hours=self.righted)
        return None if self.hangs == "plainly" or right else self.hangs

    @property
    def appears(self) -> datetime | None:
        return None if self.published is None or self.merged else DUE + timedelta(hours=self.published)

    @property
    def claimed_on(self) -> date | None:
        """The day that the page claims: its own, or `claims` days before it."""
        return china_day(self.appears) - timedelta(days=self.claims or 0) if self.appears else None

    def there(self, now: datetime) -> bool:
        gone = self.appears and self.withdrawn is not None and now >= self.appears + timedelta(hours=self.withdrawn)
        return bool(self.appears and self.appears <= now and not gone)

    def figure(self, now: datetime) -> int:
        assert self.appears
        return 99 if self.revised is not None and now >= self.appears + timedelta(hours=self.revised) else 12


hours = st.floats(-180, 500, allow_nan=False)
later = st.none() | st.floats(30, 300, allow_nan=False)
plots = st.builds(
    Plot,
    st.none() | hours | st.sampled_from([-1.0, 0.0, 1.0, 3.0]),
    st.none() | st.integers(1, 20),
    later,
    later,
    st.booleans(),
    st.sampled_from([False] * 5 + [True]),
    st.sampled_from(["plainly"] * 6 + list(get_args(Hanging))),
    later,
)
faults: st.SearchStrategy[Fault] = st.sampled_from(
    ["none"] * 6 + ["blocked", "unreachable", "broken", "killed", "partial", "unread", "no night"]
)


@cache
def blank() -> Path:
    """An archive with nothing but the gazetteer, made once."""
    path = owned_folders.until_exit("season-") / "nianbao.db"
    with Archive.open(path) as archive:
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        archive.connection.execute("PRAGMA journal_mode = DELETE")
    return path


class SeasonMachine(RuleBasedStateMachine):
    """Nights one after the other, checked against the script after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="season-"))
        self.box = self.folder / "box"
        self.box.mkdir()
        path = self.folder / "nianbao.db"
        for source, copy in ((blank(), path), (payload_path(blank()), payload_path(path))):
            shutil.copyfile(source, copy)
        self.archive = Archive.open(path)
        self.archive.connection.execute("PRAGMA synchronous = OFF")
        record.register_site(self.archive, SITE, COUNTY, "trs", [LIST], {"deadline": {"rule": "default"}})
        proofs.vouch(self.archive, COUNTY)
        self.listed = channels([{"url": f"file://{self.box}/a.jsonl", "name": "a"}])
        self.now = BEGIN
        self.sound: list[datetime] = []
        self.looked: dict[str, datetime] = {}
        self.known: set[str] = set()

    @initialize(
        scripts=st.lists(plots, min_size=4, max_size=4),
        others=st.sampled_from([-150.0] * 4 + [30.0, None]),
        found=st.sampled_from([-100.0, 20.0, 200.0]),
    )
    def begin(self, scripts: list[Plot], others: float | None, found: float) -> None:
        """Four townships with a script each; the others of the county publish on time, or all late, or never. A second
        column is found so many hours after the deadline.
        """
        self.found = DUE + timedelta(hours=found)
        units = self.archive.rows("SELECT code, name FROM townships WHERE county_code = ? ORDER BY code", COUNTY)
        usual = [Plot(others, None, None, None, lookalike=False, merged=False)] * (len(units) - len(scripts))
        self.plots = dict(zip((code for code, _ in units), [*scripts, *usual], strict=True))
        self.names = {row["code"]: row["name"] for row in units}
        heir = units[-1]["code"]
        for code, plot in self.plots.items():
            if plot.merged:
                self.archive.connection.execute(
                    "UPDATE townships SET valid_to = '2026-01-15', successor = ? WHERE code = ?", (heir, code)
                )

    @rule(
        fault=faults,
        works=st.booleans(),
        days=st.sampled_from([1, 1, 1, 1, 2, 6, 0.9, 0.04]),
        lasts=st.sampled_from([0, 0, 4]),
    )
    def night(self, fault: Fault, works: bool, days: float, lasts: int) -> None:
        """Some days later, one night: what the site shows is seen as far as the fault lets it; then alerts."""
        self.now += timedelta(days=days)
        if fault != "no night":
            self._crawl(fault, self.now + timedelta(hours=lasts))
            self.now += timedelta(hours=lasts)
        status.materialise(self.archive, self.now)
        edges = lifecycle.update(self.archive, self.now)
        outbox.enqueue(self.archive, self.listed, edges, self.now)
        broken = self.folder / "away"
        if not works:
            self.box.rename(broken)
        delivery.deliver(self.archive, self.listed, self.now, {})
        if not works:
            broken.rename(self.box)
        PLAYED["nights"] += 1

    @rule()
    def again(self) -> None:
        """The night's last steps once more: nothing new may come of it."""
        status.materialise(self.archive, self.now)
        every_check.assert_the_same(self.archive, self.now)
        assert lifecycle.update(self.archive, self.now) == []
        delivery.deliver(self.archive, self.listed, self.now, {})

    def _crawl(self, fault: Fault, end: datetime) -> None:
        """One run, which looks at its lists as it begins. A partial night shows every second report, one of the kind
        `unread` lists without reading.
        """
        archive, now = self.archive, self.now
        run = record.begin_run(archive, now, "0", {})
        site_run = record.begin_site(archive, run, SITE, now)
        outcome: Outcome = "ok" if fault in ("none", "unread") else fault  # type: ignore[assignment]
        if fault in ("none", "unread", "partial"):
            there = [code for code, plot in self.plots.items() if plot.there(now)]
            self._look(
                site_run, there[::2] if fault == "partial" else there, whole=fault != "partial", read=fault == "none"
            )
        record.finish_site(archive, site_run, end, outcome, None)
        settling.settle(archive, end, site_run)
        record.finish_run(archive, run, end)
        if outcome == "ok":
            self.sound.append(now)

    def _look(self, site_run: int, there: list[str], *, whole: bool, read: bool) -> None:
        archive, now = self.archive, self.now
        page = Fetched("listing", LIST, now, "ok", 200, body=f"{there}".encode())
        listing = record.record(archive, site_run, page)
        alike = [code for code, plot in self.plots.items() if plot.lookalike and now >= DUE - timedelta(days=3)]
        shown = [code for code in there if self.plots[code].oddly(now) != "elsewhere"]
        items = tuple(self._item(code, "report") for code in shown) + tuple(self._item(c, "lookalike") for c in alike)
        record.store_listing_check(archive, site_run, CheckedList(LIST, items, complete=whole))
        proofs.prove(archive, site_run, LIST)
        if now >= self.found:
            further = [code for code in there if code not in shown]
            new = tuple(self._item(code, "report") for code in further)
            record.store_listing_check(archive, site_run, CheckedList(COLUMN, new, complete=whole))
            proofs.prove(archive, site_run, COLUMN)
            shown += further
        for code in shown if read else ():
            self.looked.setdefault(code, now)
            body = self._said(code)
            data = json.dumps(body, ensure_ascii=False).encode()
            former = record.previous(archive, self._url(code))
            if former and former.digest == record.digest(data):
                continue
            fetched = Fetched("report", self._url(code), now, "ok", 200, body=data, via=listing)
            documents.store(archive, record.record(archive, site_run, fetched), output.from_json(body), now)
            self.known.add(code)
        for code in self.known - set(there) if whole and read else ():
            record.record(archive, site_run, Fetched("report", self._url(code), now, "gone", 404))

    def _said(self, code: str) -> dict[str, Any]:
        plot, name = self.plots[code], self.names[code]
        issuer = {
            "name": name,
            "level": "township",
            "township_code": code,
            "county_code": COUNTY,
            "match": "context",
            "candidates": [],
        }
        claimed, odd = plot.claimed_on, plot.oddly(self.now)
        told: dict[str, Any] = {"title": f"{name}{YEAR}年政府信息公开工作年度报告", "year": YEAR}
        if odd == "under last year's number":
            told["year"] = YEAR - 1
        elif odd == "under another name":
            issuer |= {"township_code": self._other(code)}
        elif odd in ("without a name", "as a picture"):
            issuer |= {"township_code": None, "level": "unknown", "match": "none"}
        if odd == "as a picture":
            told |= {"kind": "unreadable", "year": None, "sections": [], "tables": {}}
        figure = plot.figure(self.now) + list(self.plots).index(code)
        return said(
            figure,
            text=f"{name if odd == 'under another name' else ''}本年度主动公开信息{figure}条。",
            issuer=issuer,
            published_on=claimed.isoformat() if claimed and odd != "as a picture" else None,
            **told,
        )

    def _other(self, code: str) -> str:
        """The township under whose name this one's report hangs."""
        codes = list(self.plots)
        other: str = codes[codes.index(code) - 1]
        return other

    def _item(self, code: str, kind: Literal["report", "lookalike"]) -> Item:
        by, name = code, self.names[code]
        if kind == "lookalike":
            title = f"《{name}{YEAR}年政府信息公开工作年度报告》解读"
            return Item(f"{self._url(code)}?jd", title, None, kind, YEAR, "township", name, code)
        odd = self.plots[code].oddly(self.now)
        if odd in ("without a name", "as a picture"):
            return Item(self._url(code), "年度报告", None, "other", None, "unknown", None, None)
        year = YEAR - 1 if odd == "under last year's number" else YEAR
        code = self._other(code) if odd == "under another name" else code
        name = self.names[code]
        title = f"{name}{year}年政府信息公开工作年度报告"
        return Item(self._url(by), title, None, kind, year, "township", name, code)

    def _url(self, code: str) -> str:
        return f"http://www.nanjing.example.gov.cn/nb/{code}.html"

    @invariant()
    def nobody_is_wrongly_accused(self) -> None:
        for row in self.archive.rows("SELECT * FROM status WHERE year = ?", YEAR):
            plot, evidence = self.plots[row["township_code"]], json.loads(row["evidence"])
            appears, verdict = plot.appears, row["verdict"]
            PLAYED[verdict] += 1
            PLAYED[f"reports {plot.hangs} -> {verdict}"] += appears is not None and appears <= self.now
            if verdict == "not_published":
                assert not plot.merged
                absent = [instant(look["at"]) for look in evidence["looks"] if not look["shows"]]
                assert len({china_day(at) for at in absent if at >= DUE}) >= 2
                wrong = [
                    at for at in absent if plot.there(at) and not self._nobody_could_know(row["township_code"], at)
                ]
                PLAYED["wrong accusations"] += len(wrong)
                assert not wrong, (plot, absent)
            if self._stands_for(row):
                continue
            if verdict == "late":
                PLAYED["wrong accusations"] += appears is None or appears < DUE
                assert not plot.merged
                assert appears is not None
                assert appears >= DUE, (plot, evidence)
                assert row["days_late"] >= 1
            if verdict == "on_time":
                claim = plot.claimed_on
                assert appears is not None
                assert appears < DUE or (claim is not None and claim < china_day(DUE))
            if row["backdated"]:
                assert plot.claimed_on is not None
                assert appears is not None
                assert plot.claimed_on < china_day(appears)

    def _nobody_could_know(self, code: str, at: datetime) -> bool:
        """It hung in a column to which nothing led then, or under a name of which only its text, unread yet, tells."""
        plot = self.plots[code]
        if plot.oddly(at) is None:
            return False
        return at < self.found if plot.hangs == "elsewhere" else code not in self.known

    def _stands_for(self, row: Any) -> bool:
        """Another's report hangs under this township's name."""
        mine = row["township_code"]
        return any(
            plot.hangs == "under another name" and self._other(code) == mine for code, plot in self.plots.items()
        )

    @invariant()
    def every_missed_deadline_is_found(self) -> None:
        since = [at for at in self.sound if at >= DUE]
        telling = [at for at in since if self._somebody_is_shown(at)]
        nights: list[datetime] = []
        for at in telling:
            if not nights or (china_day(at) != china_day(nights[-1]) and at - nights[-1] >= timedelta(hours=6)):
                nights.append(at)
        if len(nights) < 2 or telling[-1] != since[-1]:
            return
        open_now = {
            r[0]
            for r in self.archive.rows(
                "SELECT subject FROM alerts WHERE kind = 'missed_deadline' AND closed_at IS NULL"
            )
        }
        doubtful = any(plot.hangs not in ("plainly", "elsewhere") for plot in self.plots.values())
        for code, plot in self.plots.items():
            if not plot.merged and (plot.appears is None or plot.appears > self.now):
                row = self.archive.one("SELECT * FROM status WHERE township_code = ? AND year = ?", code, YEAR)
                if doubtful and row["verdict"] != "not_published":
                    assert row["verdict"] in ("cannot_tell", "on_time", "late", "seen_after_gap"), (code, plot)
                    assert row["verdict"] == "cannot_tell" or self._stands_for(row), (code, plot)
                    PLAYED["missed deadlines kept open by a doubt"] += 1
                    continue
                assert row["verdict"] == "not_published", (code, plot)
                PLAYED["missed deadlines found"] += 1
                assert self.sound[0] >= DUE or f"township:{code}/{YEAR}" in open_now

    def _somebody_is_shown(self, at: datetime) -> bool:
        """Whether the lists showed a report of the year."""
        return any(
            plot.there(at)
            and plot.oddly(at) in (None, "under another name", "elsewhere")
            and (plot.oddly(at) != "elsewhere" or at >= self.found)
            for plot in self.plots.values()
        )

    @invariant()
    def alerts_alternate(self) -> None:
        last: dict[tuple[str, str], str | None] = {}
        for row in self.archive.rows("SELECT * FROM alerts ORDER BY opened_at, closed_at IS NULL"):
            key = (row["kind"], row["subject"])
            if key in last:
                before = last[key]
                assert before is not None
                assert before <= row["opened_at"]
            last[key] = row["closed_at"]
            assert row["closed_at"] is None or row["closed_at"] <= text(self.now)

    @invariant()
    def no_message_twice(self) -> None:
        file = self.box / "a.jsonl"
        if not file.exists():
            return
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        told = [(alert["alert"], alert["edge"]) for line in lines for alert in line["alerts"]]
        assert len(told) == len(set(told))
        days = [china_day(instant(line["sent_at"])) for line in lines]
        assert len(days) == len(set(days)), "two messages in one night"
        accused = {alert["subject"] for line in lines for alert in line["alerts"] if alert["kind"] == "missed_deadline"}
        for subject in accused:
            plot = self.plots[subject[9:18]]
            assert not plot.merged
            assert (
                plot.appears is None or plot.appears >= DUE or plot.withdrawn is not None or plot.hangs == "elsewhere"
            )

    def teardown(self) -> None:
        self.archive.close()
        shutil.rmtree(self.folder)
        PLAYED["seasons"] += 1
