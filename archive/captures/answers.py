"""What people answered to open questions: stored as rows that are never changed, and read back as of an instant.

A question has a kind and a subject: a list by its address, a row by its address and the unit and year that it may be
of, a unit, or a county and year. The last answer to a question counts, until its day is over or it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Literal

from archive.storage import dated_keys
from archive.storage.database import Archive
from archive.storage.instants import china_day, instant, text

Says = Literal["yes", "no", "withdrawn"]


class Question(StrEnum):
    """What a person may be asked; the fact of a proof that the answer stands for."""

    LIST_ENDS = "list_ends"
    """Does this list end where reading ended? Subject: `url`, the list. Counts until the list changes its shape."""
    ROW = "row"
    """Is this row the unit's report for the year? Subject: `url` (`facts.row_address`), `township_code`, `year`."""
    OF_TODAY = "of_today"
    """Are the county's lists kept up to date? Subject: the county."""
    PLACE = "place"
    """Does the unit publish its reports on the lists that are checked? Subject: `township_code`."""
    PLAUSIBLE = "plausible"
    """Are as many reports of the county missing for the year as it looks? Subject: `year`."""
    OWES = "owes"
    """Does the unit owe a report? Subject: `township_code`, and `year` where it is for one year only."""


SUBJECTS: dict[Question, tuple[str, ...]] = {
    Question.LIST_ENDS: ("url",),
    Question.ROW: ("url", "township_code", "year"),
    Question.OF_TODAY: (),
    Question.PLACE: ("township_code",),
    Question.PLAUSIBLE: ("year",),
    Question.OWES: ("township_code",),
}
"""The fields that name the subject of each kind of question, beside the county."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about. Fields that its kind does not have are None."""

    question: Question
    county_code: str
    township_code: str | None = None
    year: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `shape` is that of the list when it was answered, for `list_ends`; `until` the last day it counts."""

    subject: Subject
    says: Says
    person: str
    at: datetime
    until: date | None = None
    note: str | None = None
    shape: str | None = None


def store(archive: Archive, given: Iterable[Answer]) -> list[str]:
    """Store answers in one transaction. Returns their keys."""
    keys = []
    with archive.transaction() as db:
        for answer in given:
            is_taken = partial(archive.one, "SELECT 1 FROM answers WHERE answer = ?")
            key = dated_keys.draw(f"{answer.at:%Y%m%dT%H%M%S}", is_taken)
            subject = answer.subject
            db.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key,
                    subject.question,
                    subject.county_code,
                    subject.township_code,
                    subject.year,
                    subject.url,
                    answer.says,
                    answer.shape,
                    answer.person,
                    text(answer.at),
                    answer.until.isoformat() if answer.until else None,
                    answer.note,
                ),
            )
            keys.append(key)
    return keys


def every(archive: Archive, county: str | None = None) -> list[Answer]:
    """All answers in the order of time, of one county or of all."""
    rows = archive.rows("SELECT * FROM answers WHERE ?1 IS NULL OR county_code = ?1 ORDER BY at, answer", county)
    return [
        Answer(
            Subject(Question(row["question"]), row["county_code"], row["township_code"], row["year"], row["url"]),
            row["says"],
            row["person"],
            instant(row["at"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["note"],
            row["shape"],
        )
        for row in rows
    ]


class Answers:
    """The answers of a county that count at an instant."""

    def __init__(self, given: Sequence[Answer], now: datetime) -> None:
        self._last = {answer.subject: answer for answer in given if answer.at <= now}
        self._today = china_day(now)

    def to(self, question: Question, county: str, **subject: str | int | None) -> Answer | None:
        """The answer to a question, None where there is none, or it is withdrawn or over."""
        if not self._last:
            return None
        answer = self._last.get(Subject(question, county, **subject))  # type: ignore[arg-type]
        if answer is None or answer.says == "withdrawn" or (answer.until and answer.until < self._today):
            return None
        return answer

    def counting(self) -> list[Answer]:
        """All that count, in the order of time."""
        found = (
            self.to(
                a.subject.question,
                a.subject.county_code,
                township_code=a.subject.township_code,
                year=a.subject.year,
                url=a.subject.url,
            )
            for a in self._last.values()
        )
        return [answer for answer in found if answer is not None]
