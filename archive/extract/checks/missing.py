"""What is not there: statutory tables and lines that a report should hold and its text does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.layout.document import UNREAD, Block, Note, NoteCode, Paragraph, Picture, Table, unsure
from archive.extract.report import forms, labels
from archive.extract.report.model import Blame, CellNote, Finding, TableName
from archive.extract.report.numbers import number
from archive.extract.tables import generation, statistics
from archive.extract.tables.sheet import Printed, Sheet
from archive.extract.tables.tokens import Token, token
from archive.extract.text.sections import Layout

# such as 六个部分 or 7个部分组成
_PARTS = re.compile(r"(?<!第)([一二三四五六七八九十]|\d{1,2})\s*个?(?:部分|章节)(?:组成|构成)?")
_FIRST_YEAR_OF_TABLES = 2019
_SECTION: Final[dict[TableName, int]] = {"disclosure": 2, "applications": 3, "review": 4}
_WEAKEST_FIRST: Final[tuple[Blame, ...]] = ("reading", "unknown", "source")
_DOUBTFUL: Final = UNREAD | {NoteCode.TABLE_LEFT_OUT, NoteCode.GARBLED}
_ENOUGH_WORDS: Final = 3
_LONGEST_LINE: Final = 90
_NAMES = {"disclosure": "主动公开", "applications": "申请办理", "review": "复议诉讼"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a document tells of tables that were not read: its blocks, and what its reader says that it left out."""

    blocks: Sequence[Block]
    notes: Sequence[Note]

    @property
    def doubtful(self) -> bool:
        """Whether parts of the document that may hold a table were left out, or recognised from a picture."""
        return any(note.code in _DOUBTFUL for note in self.notes) or bool(unsure(self.blocks))

    def words(self, table: TableName) -> set[str]:
        """The labels and heads of this table alone that stand on lines or in cells of their own."""
        return {cell.label for text in _short_texts(self.blocks) for cell in _pieces(text) if _of(cell) == table}


def _short_texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from {cell.text for row in block.grid for cell in row if cell is not None}
        elif isinstance(block, Paragraph) and len(block.text) <= _LONGEST_LINE:
            yield block.text


def _pieces(text: str) -> set[Token]:
    return {token(piece) for piece in {text, *text.replace("|", " ").split()} if len(piece) <= _LONGEST_LINE}


def _of(cell: Token) -> TableName | None:
    """The table that a label or a head belongs to and no other."""
    if cell.block or cell.result not in (None, "total"):
        return "review"
    if cell.disclosure:
        return "disclosure"
    if cell.applicant not in (None, "total", "other_organization"):
        return "applications"
    tables = {line.table for line in labels.lexicon().exact(cell.label) if not line.only_in_group}
    return tables.pop() if len(tables) == 1 and cell.applicant is None else None


def has_pictures(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether a picture stands in the report, after its first heading where it has one."""
    return any(isinstance(block, Picture) for block in blocks[layout.start or 0 :])


def missing(sheet: Sheet, layout: Layout, year: int | None, *, pictures: bool, told: Told) -> tuple[Finding, ...]:
    """A finding where tables are missing from a report that follows a form with tables, or where all of it is.

    It blames the source only where nothing that was printed for one of them may have been lost in reading.
    """
    if not (pictures or layout.sections or sheet.tables or sheet.statistics):
        return (Finding("document.nothing_read", "info", "reading", "Neither a section nor a table was found."),)
    expected = layout.statutory or bool(sheet.tables) or (pictures and (year or 0) >= _FIRST_YEAR_OF_TABLES)
    absent = [table for table in forms.TABLES if table not in sheet.tables]
    if not expected or not absent or sheet.statistics:
        return ()
    names = ", ".join(f"{table} ({_NAMES[table]})" for table in absent)
    if pictures:
        detail = f"Not in the text: {names}; a picture stands in the report."
        return (Finding("tables.picture", "warning", "reading" if told.doubtful else "source", detail),)
    blames = {_blame(table, sheet, layout, told) for table in absent}
    blame = next(blame for blame in _WEAKEST_FIRST if blame in blames)
    return (Finding("tables.missing", "warning", blame, f"Not in the text: {names}."),)


def _blame(table: TableName, sheet: Sheet, layout: Layout, told: Told) -> Blame:
    """The reading's where something of the table was seen or parts were not read, unknown where its section is bare."""
    doubts = [finding.rule for finding in sheet.findings if finding.blame == "reading"]
    if told.doubtful or any(rule.startswith((f"{table}.", "tables.")) for rule in doubts):
        return "reading"
    if len(told.words(table)) >= _ENOUGH_WORDS:
        return "reading"
    behind = [section for section in layout.sections if section.number >= _SECTION[table]]
    bare = not behind or any(s.number == _SECTION[table] and not s.text.strip() for s in behind)
    return "unknown" if bare else "source"


def parts_missing(lead: str, layout: Layout) -> tuple[Finding, ...]:
    """A finding where the opening says how many parts the report has, and it has another number of headings."""
    told = _PARTS.search(lead)
    count = number(told[1]) if told else None
    present = len(layout.sections)
    if told is None or count is None or not present or count == present:
        return ()
    detail = f"The opening says “{told[0]}”, headings of {present} were found."
    return (Finding("text.parts", "info", "unknown", detail),)


def lines_missing(sheet: Sheet) -> tuple[Finding, ...]:
    """A finding for each table of which lines were not found in either shape of the form."""
    found = [_lines_missing(table, sheet.tables.get(table, {})) for table in forms.TABLES]
    if sheet.statistics:
        known = statistics.form()
        found.append(_told("statistics", [known.labels[key] for key in known.order if key not in sheet.statistics]))
    return tuple(filter(None, found))


def _lines_missing(table: TableName, printed: Printed) -> Finding | None:
    if not printed:
        return None
    followed = generation.of_disclosure(printed) if table == "disclosure" else None
    shapes = [
        [line.label for line in form.tables[table].lines if line.key not in printed]
        for form in forms.both()
        if followed in (None, "mixed", form.name)
    ]
    return _told(table, min(shapes, key=len))


def _told(table: TableName, lacking: Sequence[str]) -> Finding | None:
    if not lacking:
        return None
    detail = f"{len(lacking)} lines were not found: {'；'.join(lacking)}."
    return Finding(f"{table}.lines_missing", "warning", "reading", detail)


def unread(notes: Iterable[CellNote]) -> tuple[Finding, ...]:
    """A finding for each line with cells that hold what is no number and none of the words for nothing."""
    lines: dict[tuple[TableName, str], list[CellNote]] = {}
    for note in notes:
        if note.state == "unreadable":
            lines.setdefault((note.table, note.line), []).append(note)
    return tuple(_unread(table, line, inside) for (table, line), inside in lines.items())


def _unread(table: TableName, line: str, inside: Sequence[CellNote]) -> Finding:
    told = "; ".join(dict.fromkeys(f"“{note.raw}”" if note.raw else "nothing" for note in inside))
    detail = f"{len(inside)} cells of this line hold no number that could be told: {told[:200]}."
    return Finding(f"{table}.{line}.unreadable", "warning", "reading", detail)
