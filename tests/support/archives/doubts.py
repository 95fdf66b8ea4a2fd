"""An archive in which verdicts wait for people: two nights after the deadline, whose proofs lack what a test says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from archive.captures import answers
from archive.captures.answers import Answer, Question, Subject
from archive.captures.facts import Fact, Finding, Observation, OpenRow
from archive.deadlines import status
from tests.support.archives import proofs
from tests.support.archives.samples import COUNTY, LIST, NIGHT, TOWNSHIP, Nights

NOW = NIGHT + timedelta(days=20)
"""A week after the deadline of 31 January 2026."""

ROW_URL = "http://www.nanjing.example.gov.cn/nb/202601/t20260121_3.html"

ENDS_UNCLEAR = Finding(Fact.LIST_ENDS, Observation.PAGER_UNCLEAR, {"words": "下一页", "shape": "s1"})
ROW_OPEN = Finding(
    Fact.ROWS_ACCOUNTED,
    Observation.ROWS_OPEN,
    {},
    (OpenRow("=年度报告", ROW_URL, (TOWNSHIP, "350627101")),),
)
WAY_OPEN = Finding(Fact.WAYS_FOLLOWED, Observation.WAY_NOT_FOLLOWED, {"words": "更多", "url": LIST})


def archive(folder: Path, *but: Finding, withdrawn: Iterable[Subject] = ()) -> Nights:
    """Two nights that do not show the township's report, with these findings in place of the facts that hold."""
    nights = Nights(folder)
    for day in (13, 14):
        nights.night(day, None, listed=False)
        site_run = nights.archive.one("SELECT max(site_run) FROM site_runs")[0]
        proofs.prove(nights.archive, site_run, LIST, but=but)
    taken_back = [Answer(subject, "withdrawn", "tests", NIGHT) for subject in withdrawn]
    answers.store(nights.archive, taken_back)
    status.materialise(nights.archive, NOW)
    return nights


def verdicts(nights: Nights, reason: str) -> int:
    """How many verdicts have this reason."""
    return int(nights.archive.one("SELECT count(*) FROM status WHERE reason = ?", reason)[0])


def say(nights: Nights, subject: Subject, says: answers.Says = "yes", at: datetime = NOW, **more: str) -> None:
    """Answer, and judge anew."""
    answers.store(nights.archive, [Answer(subject, says, "Li Hua", at, **more)])  # type: ignore[arg-type]
    status.materialise(nights.archive, NOW)


END = Subject(Question.LIST_ENDS, COUNTY, url=LIST)


def hostile_row() -> Finding:
    """A row in question whose title is markup."""
    return Finding(
        Fact.ROWS_ACCOUNTED,
        Observation.ROWS_OPEN,
        {},
        (OpenRow("<script>alert(1)</script>", ROW_URL),),
    )
