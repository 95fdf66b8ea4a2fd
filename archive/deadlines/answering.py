"""What a person typed, understood as answers: checked against the archive, with a remedy for whatever does not fit.

Also what has become of each answer. Stores nothing; `archive.captures.answers` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from archive.captures import answers, facts
from archive.captures.answers import SUBJECTS, Answer, Answers, Question, Says, Subject
from archive.captures.facts import Fact, Finding
from archive.deadlines.questions import MACHINES_ONLY, open_questions
from archive.messages.coded import CodedError
from archive.storage.database import Archive
from archive.storage.instants import china_day

SAYS: dict[str, Says] = {"yes": "yes", "no": "no", "withdraw": "withdrawn"}
"""What a person may type, and what is stored."""

_LAST_PROOF = """
SELECT p.findings FROM looks AS l JOIN site_runs AS r USING (site_run) JOIN sites AS s USING (site)
JOIN addresses AS a ON a.address = l.start LEFT JOIN proofs AS p USING (proof)
WHERE s.county_code = ? AND a.url = ? ORDER BY l.site_run DESC LIMIT 1
"""


class AnswerError(CodedError):
    """An answer that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was typed; what was left out is None."""

    kind: str
    says: str
    county: str | None = None
    township: str | None = None
    year: str | None = None
    url: str | None = None
    until: str | None = None
    note: str | None = None


class AnswerState(StrEnum):
    """What has become of an answer."""

    COUNTS = "counts"
    """It is a fact of every proof that it bears on."""
    REPLACED = "replaced"
    """A later answer to the same question counts instead."""
    TAKEN_BACK = "taken_back"
    """It was withdrawn."""
    OVER = "over"
    """Its last day is past."""
    LIST_CHANGED = "list_changed"
    """The list has another shape than when its end was confirmed, so that it is asked again."""
    TAKES_BACK = "takes_back"
    """It takes an earlier answer back."""


def understood(archive: Archive, given: Given, person: str, now: datetime) -> list[Answer]:
    """The answers that were meant: one, or one a unit where the question concerns several. Raises AnswerError."""
    question, says, until = _question(given.kind), _says(given.says), _until(given.until, now)
    if not person.strip():
        raise AnswerError("wrong-answer-nameless")
    county = _county(archive, given.county)
    _only_its_fields(question, given)
    subject = Subject(question, county, _township(archive, county, given), _year(given.year), _url(given.url))
    subjects = list(_subjects(archive, subject, says, now))
    shape = _shape(archive, subject, says)
    return [Answer(one, says, person.strip(), now, until, given.note or None, shape) for one in subjects]


def _question(kind: str) -> Question:
    if kind not in list(Question):
        raise AnswerError("wrong-question-kind", kind=repr(kind), known=", ".join(Question))
    return Question(kind)


def _says(says: str) -> Says:
    if says not in SAYS:
        raise AnswerError("wrong-answer-word", says=repr(says), known=", ".join(SAYS))
    return SAYS[says]


def _until(until: str | None, now: datetime) -> date | None:
    if not until:
        return None
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise AnswerError("wrong-answer-until", until=f"{until!r}") from None
    if day < china_day(now):
        raise AnswerError("wrong-answer-until-past", until=until)
    return day


def _county(archive: Archive, county: str | None) -> str:
    if not county:
        raise AnswerError("wrong-answer-no-county")
    if archive.one("SELECT 1 FROM counties WHERE code = ?", county) is None:
        raise AnswerError("wrong-answer-unknown-county", county=county)
    return county


def _township(archive: Archive, county: str, given: Given) -> str | None:
    if not given.township:
        return None
    if archive.one("SELECT 1 FROM townships WHERE code = ? AND county_code = ?", given.township, county) is None:
        raise AnswerError("wrong-answer-unit", county=county, unit=given.township)
    return given.township


def _year(year: str | None) -> int | None:
    if not year:
        return None
    if not (year.isascii() and year.isdigit() and len(year) == len("2025")):
        raise AnswerError("wrong-answer-year", year=f"{year!r}")
    return int(year)


def _url(url: str | None) -> str | None:
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise AnswerError("wrong-answer-url", url=f"{url!r}")
    return url or None


def _only_its_fields(question: Question, given: Given) -> None:
    """A field that the question does not have was meant to narrow the answer, and would not. Raises AnswerError."""
    typed = {"township_code": given.township, "year": given.year, "url": given.url}
    for field, value in typed.items():
        if value and field not in SUBJECTS[question]:
            raise AnswerError(
                "wrong-answer-field-unasked", question=question, field=field.removesuffix("_code"), value=f"{value!r}"
            )
    for field in SUBJECTS[question]:
        if not typed[field] and field != "township_code":
            raise AnswerError("wrong-answer-field-missing", question=question, field=field, county=given.county)


def _subjects(archive: Archive, subject: Subject, says: Says, now: datetime) -> Iterator[Subject]:
    """The subject; where it leaves out its unit, one for each unit that the question concerns. Raises AnswerError."""
    given = answers.every(archive, subject.county_code)
    if says == "withdrawn":
        counting = [one.subject for one in Answers(given, now).counting() if _is_within(one.subject, subject)]
        if not counting:
            raise AnswerError("wrong-answer-nothing-to-withdraw", question=subject.question)
        yield from counting
    elif subject.township_code or "township_code" not in SUBJECTS[subject.question]:
        yield subject
    else:
        yield from _of_units(archive, subject, says, now)


def _of_units(archive: Archive, subject: Subject, says: Says, now: datetime) -> Iterator[Subject]:
    """What is open under this subject, for each unit."""
    if subject.question is Question.OWES or (subject.question is Question.ROW and says == "yes"):
        raise AnswerError("wrong-answer-needs-unit", says=says, question=subject.question)
    found = [
        one
        for asked in open_questions(archive, now, subject.county_code, subject.year)
        for one in asked.subjects()
        if _is_within(one, subject)
    ]
    if not found:
        raise AnswerError("wrong-answer-not-open", question=subject.question)
    yield from found


def _is_within(one: Subject, wanted: Subject) -> bool:
    """Whether it is the subject that was named, or that of one of its units."""
    same = (one.question, one.year, one.url) == (wanted.question, wanted.year, wanted.url)
    return same and wanted.township_code in (None, one.township_code)


def _shape(archive: Archive, subject: Subject, says: Says) -> str | None:
    """The shape of the list whose end is answered for. Raises AnswerError where nobody can know how it ends."""
    if subject.question is not Question.LIST_ENDS or says == "withdrawn":
        return None
    end = _end_of(archive, subject)
    if end is None:
        raise AnswerError("wrong-answer-list", county=subject.county_code, url=subject.url)
    if end.observation in MACHINES_ONLY:
        raise AnswerError("wrong-answer-list-unread", url=subject.url)
    shape = end.args.get("shape")
    return None if shape is None else str(shape)


def _end_of(archive: Archive, subject: Subject) -> Finding | None:
    """What the last check of a list says of its end."""
    row = archive.one(_LAST_PROOF, subject.county_code, subject.url)
    if row is None:
        return None
    findings = facts.load(row["findings"]) if row["findings"] else facts.unproved(str(subject.url))
    return next((finding for finding in findings if finding.fact is Fact.LIST_ENDS), None)


def states(archive: Archive, given: Sequence[Answer], now: datetime) -> list[AnswerState]:
    """What has become of each of a county's or all answers, which are in the order of time."""
    last = {answer.subject: position for position, answer in enumerate(given)}
    return [_state(archive, answer, given[last[answer.subject]], now) for answer in given]


def _state(archive: Archive, answer: Answer, last: Answer, now: datetime) -> AnswerState:
    if answer.says == "withdrawn":
        return AnswerState.TAKES_BACK
    if answer is not last:
        return AnswerState.TAKEN_BACK if last.says == "withdrawn" else AnswerState.REPLACED
    if answer.until and answer.until < china_day(now):
        return AnswerState.OVER
    end = _end_of(archive, answer.subject) if answer.shape is not None else None
    changed = end is not None and answer.shape != end.args.get("shape")
    return AnswerState.LIST_CHANGED if changed else AnswerState.COUNTS
