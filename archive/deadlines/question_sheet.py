"""Questions as a CSV sheet for spreadsheet programs, with an empty column for answers, and such a sheet read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce

from archive.captures.answers import Answer, Subject
from archive.deadlines.answering import AnswerError, Given, understood
from archive.deadlines.questions import OpenQuestion
from archive.messages.coded import CodedError, Sentence
from archive.messages.spreadsheet import ENCODING, harmless
from archive.storage.database import Archive

READ_BACK = ("question", "county_code", "township_code", "year", "url", "says", "until", "note")
"""The columns that are read; without a `township_code` an answer is for every unit that the question concerns."""

COLUMNS = (
    "weight", "question", "county_code", "county", "township_code", "units", "year", "url", "title", "asks", "missing",
    "if_yes", "if_no", "says", "until", "note",
)  # fmt: skip
"""The columns of a sheet. `says` is to be filled in: yes, no, or withdraw."""


class SheetError(CodedError):
    """A sheet that cannot be read, with every row at fault: as a string a line each, with its remedy."""

    def __init__(self, lines: Sequence[Sentence]) -> None:
        self.lines = lines
        all_lines = reduce(lambda one, other: Sentence.of("wrong-sheet-lines", one=one, other=other), lines)
        super().__init__(all_lines.code, all_lines.args)

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))


def write(questions: Iterable[OpenQuestion]) -> bytes:
    """The questions as a sheet, one row each."""
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for question in questions:
        writer.writerow({name: harmless(value) for name, value in _row(question).items()})
    return sheet.getvalue().encode(ENCODING)


def _row(asked: OpenQuestion) -> dict[str, object]:
    yes, no = asked.consequences()
    only = asked.units[0].code if len(asked.units) == 1 and asked.subjects()[0].township_code else None
    return {
        "weight": asked.weight,
        "question": asked.question,
        "county_code": asked.county_code,
        "county": asked.county,
        "township_code": only,
        "units": " ".join(f"{unit.code} {unit.name}" for unit in asked.units),
        "year": asked.year,
        "url": asked.url or "",
        "title": asked.title,
        "asks": asked.asks(),
        "missing": asked.missing(),
        "if_yes": yes,
        "if_no": no,
    }


def read(archive: Archive, sheet: bytes, person: str, now: datetime) -> list[Answer]:
    """The answers of a sheet; rows that say nothing are left out. Raises SheetError, naming every row at fault."""
    found: dict[Subject, tuple[int, Answer]] = {}
    wrong: list[Sentence] = []
    for line, given in _rows(sheet):
        try:
            for answer in understood(archive, given, person, now):
                first, _ = found.setdefault(answer.subject, (line, answer))
                if first != line:
                    raise AnswerError("wrong-sheet-answered-twice", first=first)
        except AnswerError as error:
            wrong.append(Sentence.of("wrong-sheet-line", line=line, error=error))
    if wrong:
        raise SheetError(wrong)
    return [answer for _, answer in found.values()]


def _rows(sheet: bytes) -> Iterator[tuple[int, Given]]:
    """The rows that say something, with the line on which each begins."""
    try:
        reader = csv.DictReader(io.StringIO(sheet.decode(ENCODING), newline=""), strict=True)
    except UnicodeDecodeError:
        raise SheetError([Sentence("wrong-sheet-encoding")]) from None
    try:
        lacking = {"question", "county_code", "says"} - set(reader.fieldnames or ())
    except csv.Error as error:
        raise SheetError([Sentence.of("wrong-sheet-row", line=1, error=error)]) from None
    if lacking:
        raise SheetError([Sentence.of("wrong-sheet-columns", columns=", ".join(sorted(lacking)))])
    begins = reader.line_num + 1
    try:
        for row in reader:
            cells = {name: (row.get(name) or "").strip() for name in READ_BACK}
            if cells["says"]:
                yield begins, _given(cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetError([Sentence.of("wrong-sheet-row", line=begins, error=error)]) from None


def _given(cells: dict[str, str]) -> Given:
    return Given(
        cells["question"],
        cells["says"].lower(),
        cells["county_code"],
        cells["township_code"],
        cells["year"],
        cells["url"],
        cells["until"],
        cells["note"],
    )
