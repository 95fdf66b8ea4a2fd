"""What is not there: statutory tables and lines that a report should hold and its text does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.form import forms, generation, statistics
from archive.form.numbers import number
from archive.form.reading import Blame, CellNote, Finding, TableName
from archive.form.sections import Layout
from archive.form.sheet import Printed, Sheet
from archive.reading.document import Block, Picture

_PARTS = re.compile(r"([一二三四五六七八九十]|\d{1,2})\s*个?(?:部分|章节)(?:组成|构成)?")
_FIRST_YEAR_OF_TABLES = 2019
_NAMES = {"disclosure": "主动公开", "applications": "申请办理", "review": "复议诉讼"}


def has_pictures(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether a picture stands in the report, after its first heading where it has one."""
    return any(isinstance(block, Picture) for block in blocks[layout.start or 0 :])


def missing(
    sheet: Sheet, layout: Layout, year: int | None, *, pictures: bool, doubtful: bool = False
) -> tuple[Finding, ...]:
    """A finding where tables are missing from a report that follows a form with tables.

    `doubtful` says that some of the report was recognised from a picture or could not be read: they may stand there.
    """
    expected = layout.statutory or bool(sheet.tables) or (pictures and (year or 0) >= _FIRST_YEAR_OF_TABLES)
    absent = [table for table in forms.TABLES if table not in sheet.tables]
    if not expected or not absent or sheet.statistics:
        return ()
    names = ", ".join(f"{table} ({_NAMES[table]})" for table in absent)
    blame: Blame = "reading" if doubtful else "source"
    if pictures:
        detail = f"Not in the text: {names}; a picture stands in the report."
        return (Finding("tables.picture", "warning", blame, detail),)
    return (Finding("tables.missing", "warning", blame, f"Not in the text: {names}."),)


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
        known = statistics.sheet()
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
