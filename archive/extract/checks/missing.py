"""Findings about missing content: statutory tables and lines that a report should have and does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from archive import patterns
from archive.extract.layout.document import UNREAD, Block, Note, NoteCode, Paragraph, Picture, Table, recognised_cells
from archive.extract.report import forms, labels, statistics_forms
from archive.extract.report.model import Blame, CellNote, Finding, TableName
from archive.extract.report.numbers import number
from archive.extract.tables import generation
from archive.extract.tables.sheet import Printed, Sheet
from archive.extract.tables.tokens import Token, token
from archive.extract.text.sections import Layout

# such as 六个部分 or 7个部分组成
_PARTS = patterns.lazy(r"(?<!第)([一二三四五六七八九十]|\d{1,2})\s*个?(?:部分|章节)(?:组成|构成)?")
_WEAKEST_FIRST: Final[tuple[Blame, ...]] = ("reading", "unknown", "source")
_PARTS_LOST: Final = UNREAD | {NoteCode.TABLE_LEFT_OUT, NoteCode.GARBLED}
# such as 具体数据见下图 or 以图片形式公开: a table that is a picture, which did not come with the document
_AS_PICTURE: Final = patterns.lazy(
    r"[见如](?:以?下|上|附|本|右|左)?(?:列|方|面)?(?:的)?(?:截?图|图片|图表|附图)|[下上附]图(?:所示|中|为)|图片?(?:如下|所示|形式)|[(（]图片?[)）]"
)
# such as 具体数据见附表, 详见附件1 or 具体情况如下表：, where the document goes on without that table
_ELSEWHERE: Final = patterns.lazy(
    r"附[件表录]|(?:如|见|详见)?下(?:列)?表|表格?(?:内容)?如下|(?:以|用)表格|另附|后附|所附"
)
_ENOUGH_LABELS: Final = 3
# such as each number of 1 4 3 or 1、4、3, and digits of many cells that run into one another
_BARE_VALUE: Final = patterns.lazy(
    r"(?<![\d.,年月第〔〕(（\-])\d[\d.]*(?=\s*+(?:$|[、，,]?+\s*+\d)|\s*?[|\n])(?!\s*+[、.．]\s*[\u4e00-\u9fff])|\d{10,}",
    re.MULTILINE,
)
_GLUED: Final = 10
# such as （1）（4）（3）（0）（8) or 1/4/3/0/8 in a line of its own; not 2024/1/20 10:20:30
_VALUES_IN_A_ROW: Final = patterns.lazy(
    r"^[^\w\n]*(?!20\d\d\D)\d[\d.]*(?:[^\w\n。]{1,4}\d[\d.]*){4,}[^\w\n]*$", re.MULTILINE
)
_LONGEST_LINE: Final = 90
_NAMES = {"disclosure": "主动公开", "applications": "申请办理", "review": "复议诉讼"}


@dataclass(frozen=True, slots=True)
class Traces:
    """Where traces of a table that was not read may be: the document's blocks, and its reader's notes."""

    blocks: Sequence[Block]
    notes: Sequence[Note]

    @property
    def incomplete(self) -> bool:
        """Whether parts of the document that may hold a table were left out, or recognised from a picture."""
        return any(note.code in _PARTS_LOST for note in self.notes) or bool(recognised_cells(self.blocks))

    def labels_of(self, table: TableName) -> set[str]:
        """The labels and heads, alone on a line or in a cell, that belong to this table only."""
        return {
            cell.label
            for text in _iterate_short_texts(self.blocks)
            for cell in _pieces(text)
            if _table_of(cell) == table
        }


def _iterate_short_texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from {cell.text for row in block.grid for cell in row if cell is not None}
        elif isinstance(block, Paragraph) and len(block.text) <= _LONGEST_LINE:
            yield block.text


def _pieces(text: str) -> set[Token]:
    return {token(piece) for piece in {text, *text.replace("|", " ").split()} if len(piece) <= _LONGEST_LINE}


def _table_of(cell: Token) -> TableName | None:
    """The only table that a label or a head belongs to; None where there are several or none."""
    if cell.block or cell.result not in (None, "total"):
        return "review"
    if cell.disclosure:
        return "disclosure"
    if cell.applicant not in (None, "total", "other_organization"):
        return "applications"
    tables = {line.table for line in labels.lexicon().exact(cell.label) if not line.only_in_group}
    return tables.pop() if len(tables) == 1 and cell.applicant is None else None


def has_pictures(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether the report contains a picture, after its first heading where it has one."""
    return any(isinstance(block, Picture) for block in blocks[layout.start or 0 :])


def tables_missing(
    sheet: Sheet, layout: Layout, year: int | None, *, pictures: bool, traces: Traces
) -> tuple[Finding, ...]:
    """A finding where tables are missing from a report that follows a form with tables, or where all of it is.

    It blames the source only where nothing that was printed for one of them may have been lost in reading.
    """
    if not (pictures or layout.sections or sheet.tables or sheet.statistics):
        return (Finding("document.nothing_read", "info", "reading", "Neither a section nor a table was found."),)
    expected = layout.statutory or bool(sheet.tables) or (pictures and (year or 0) >= forms.FIRST_YEAR)
    absent = [table for table in forms.TABLES if table not in sheet.tables]
    if not expected or not absent or sheet.statistics:
        return ()
    had_tables = year is not None and year >= forms.FIRST_YEAR
    if not had_tables and year is not None and not sheet.tables and not pictures:
        return ()
    names = ", ".join(f"{table} ({_NAMES[table]})" for table in absent)
    if pictures:
        detail = f"Not in the text: {names}; a picture stands in the report."
        blame: Blame = "reading" if traces.incomplete else "source" if had_tables else "unknown"
        return (Finding("tables.picture", "warning", blame, detail),)
    blames: set[Blame] = {_blame(table, sheet, layout, traces) for table in absent}
    blames |= set() if had_tables else {"unknown"}
    blame = next(blame for blame in _WEAKEST_FIRST if blame in blames)
    return (Finding("tables.missing", "warning", blame, f"Not in the text: {names}."),)


def _blame(table: TableName, sheet: Sheet, layout: Layout, traces: Traces) -> Blame:
    """`reading` where traces of the table were seen or parts not read; `unknown` where its section is empty, or says
    that the table is somewhere else."""
    reading_rules = [finding.rule for finding in sheet.findings if finding.blame == "reading"]
    if traces.incomplete or any(rule.startswith((f"{table}.", "tables.")) for rule in reading_rules):
        return "reading"
    if len(traces.labels_of(table)) >= _ENOUGH_LABELS:
        return "reading"
    own = forms.SECTION_OF_TABLE[table]
    if any(section.number == own and _holds_values(table, section.text) for section in layout.sections):
        return "reading"
    if any(_AS_PICTURE.search(section.text) for section in layout.sections if section.number >= own):
        return "reading"
    if any(section.number == own and _ELSEWHERE.search(section.text) for section in layout.sections):
        return "unknown"
    sections_from = [section for section in layout.sections if section.number >= own]
    empty = not sections_from or any(s.number == own and not s.text.strip() for s in sections_from)
    return "unknown" if empty else "source"


def _holds_values(table: TableName, text: str) -> bool:
    """Whether values of a table stand in its section: behind its labels, or alone."""
    bare = _BARE_VALUE.findall(text)
    glued = any(len(value) >= _GLUED for value in bare)
    in_a_row = bool(_VALUES_IN_A_ROW.search(text))
    return glued or in_a_row or len(bare) >= _ENOUGH_LABELS or _told_values(table, text) >= _ENOUGH_LABELS


def _told_values(table: TableName, text: str) -> int:
    """How many labels or heads of a table stand in a text with a value right behind: 行政许可：12；行政处罚3件."""
    return len({match["label"] for match in _told(table).finditer(text)})


@cache
def _told(table: TableName) -> re.Pattern[str]:
    lexicon = labels.lexicon()
    wordings = {word for word, lines in lexicon.lines.items() if any(line.table == table for line in lines)}
    wordings |= {*lexicon.results, "行政复议", "未经复议直接起诉", "复议后起诉"} if table == "review" else set()
    wordings |= {"制发", "废止", "有效"} if table == "disclosure" else set()
    words = "|".join(sorted(map(re.escape, wordings), key=len, reverse=True))
    return re.compile(rf"(?P<label>{words})(?:件数|数量|数)?[：:\s为共]*\d")


def parts_missing(lead: str, layout: Layout) -> tuple[Finding, ...]:
    """A finding where the opening states a number of parts that is not the number of headings."""
    stated = _PARTS.search(lead)
    count = number(stated[1]) if stated else None
    present = len(layout.sections)
    if stated is None or count is None or not present or count == present:
        return ()
    detail = f"The opening says “{stated[0]}”, headings of {present} were found."
    return (Finding("text.parts", "info", "unknown", detail),)


def lines_missing(sheet: Sheet, year: int | None) -> tuple[Finding, ...]:
    """A finding for each table with lines that were not found, in whichever form lacks fewer of them."""
    found = [_lines_missing(table, sheet.tables.get(table, {})) for table in forms.TABLES]
    if sheet.statistics:
        found.append(_lines_missing_in_sheet(sheet.statistics, year))
    return tuple(filter(None, found))


def _lines_missing_in_sheet(printed: Mapping[str, object], year: int | None) -> Finding | None:
    followed = statistics_forms.sheet_of(printed)
    if not 0 < followed.complete_since <= (year or followed.complete_since):
        return None
    return _report_missing("statistics", [line.label for line in followed.lines if line.key not in printed])


def _lines_missing(table: TableName, printed: Printed) -> Finding | None:
    if not printed:
        return None
    followed = (generation.of_disclosure(printed) if table == "disclosure" else None) or forms.names()
    shapes = [
        [line.label for line in form.tables[table].lines if line.key not in printed]
        for form in forms.generations()
        if form.name in followed
    ]
    return _report_missing(table, min(shapes, key=len))


def _report_missing(table: TableName, missing_lines: Sequence[str]) -> Finding | None:
    if not missing_lines:
        return None
    detail = f"{len(missing_lines)} lines were not found: {'；'.join(missing_lines)}."
    return Finding(f"{table}.lines_missing", "warning", "reading", detail)


def unreadable_cells(notes: Iterable[CellNote]) -> tuple[Finding, ...]:
    """A finding for each line with unreadable cells."""
    lines: dict[tuple[TableName, str], list[CellNote]] = {}
    for note in notes:
        if note.state == "unreadable":
            lines.setdefault((note.table, note.line), []).append(note)
    return tuple(_report_unreadable(table, line, notes_of_line) for (table, line), notes_of_line in lines.items())


def _report_unreadable(table: TableName, line: str, notes_of_line: Sequence[CellNote]) -> Finding:
    raw = "; ".join(dict.fromkeys(f"“{note.raw}”" if note.raw else "nothing" for note in notes_of_line))
    detail = f"{len(notes_of_line)} cells of this line hold no number that could be told: {raw[:200]}."
    return Finding(f"{table}.{line}.unreadable", "warning", "reading", detail)
