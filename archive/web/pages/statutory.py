"""A version's figures laid out as the statutory form prints them: rows of labels, spans and cells.

Labels come from the forms; what the form does not know is not dropped but laid below under its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from archive.extract.report import forms
from archive.extract.report.forms import FormTable, Label
from archive.extract.report.model import TableName
from archive.reports import code_names

Place = tuple[str, str, str]
"""Table, line, column."""

ARTICLES = (
    ("第二十条第（一）项", ("regulations", "normative_documents")),
    ("第二十条第（五）项", ("licences", "other_services")),
    ("第二十条第（六）项", ("penalties", "coercive_measures")),
    ("第二十条第（八）项", ("fees",)),
    ("第二十条第（九）项", ("procurement",)),
)
"""The parts of the first table: the items of article 20 of the Regulations, and the lines under each."""

_NUMERALS = "一二三四五六七八九十"
_OUTCOMES = ("outcome", "denied", "unavailable", "rejected", "other", "total")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What stands in a cell: the number or the mark as printed; None where the table does not have the cell."""

    place: Place
    text: str | None
    state: str | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """A label with its spans."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class ShownRow:
    """Labels to the left, cells to the right."""

    heads: tuple[Head, ...]
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with its own columns; `article` is empty where there is only one part."""

    article: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


class Printed:
    """The figures and cell notes of one version."""

    def __init__(self, numbers: Mapping[Place, float], notes: Mapping[Place, tuple[str, str]]) -> None:
        self._numbers = numbers
        self._notes = notes
        self._lines = {place[:2] for place in (*numbers, *notes)}

    def has(self, table: TableName) -> bool:
        """Whether the document has this table."""
        return any(known == table for known, _ in self._lines)

    def form(self, table: TableName) -> FormTable:
        """The generation of the form that this table follows, by the lines and columns that it has."""
        places = {place[1:] for place in (*self._numbers, *self._notes) if place[0] == table}
        return min((form.tables[table] for form in forms.generations()), key=lambda form: _unknown(form, places))

    def cell(self, table: TableName, line: str, column: str) -> ShownCell:
        """One cell; a note under no column stands for the whole line."""
        place = (table, line, column)
        state, raw = self._notes.get(place) or self._notes.get((table, line, "")) or (None, None)
        number = self._numbers.get(place)
        if number is not None:
            return ShownCell(place, plain(number), state, raw)
        return ShownCell(place, raw, state, raw) if state else ShownCell(place, None, None, None)

    def strangers(self, table: TableName) -> list[str]:
        """Lines that the document has and the form does not."""
        known = set(self.form(table).line_keys)
        return sorted(line for had, line in self._lines if had == table and line not in known)


def disclosure(printed: Printed) -> tuple[Block, ...]:
    """二、主动公开政府信息情况: one block for each item of article 20."""
    form = printed.form("disclosure")
    lines = {line.key: line for line in form.lines}
    parts = [(article, [lines[key] for key in keys if key in lines]) for article, keys in ARTICLES]
    parts += [("", [Label(key, key, columns=form.column_keys)]) for key in printed.strangers("disclosure")]
    return tuple(_block(printed, form, article, members) for article, members in parts if members)


def applications(printed: Printed) -> tuple[ShownRow, ...]:
    """三、收到和处理政府信息公开申请情况: the rows with their three levels of labels."""
    form = printed.form("applications")
    rows = [
        ShownRow(heads, tuple(printed.cell("applications", key, column) for column in form.column_keys))
        for heads, key in _application_heads(form)
    ]
    rows += [
        ShownRow((Head(key, columns=3),), tuple(printed.cell("applications", key, c) for c in form.column_keys))
        for key in printed.strangers("applications")
    ]
    return tuple(rows)


def review(printed: Printed) -> tuple[ShownCell, ...]:
    """四、行政复议、行政诉讼: fifteen cells in one row."""
    form = printed.form("review")
    return tuple(printed.cell("review", line, column) for line in form.line_keys for column in form.column_keys)


def label(table: str, line: str, column: str) -> str:
    """A cell's name in the form's own words, as `予以公开 · 自然人`; keys where no form knows them."""
    names = [code_names.line(table, line) or line]
    if column:
        names.append(code_names.column(table, column, line) or column)
    return " · ".join(names)


def ordered(places: Iterable[Place]) -> list[Place]:
    """Cells in the order in which the form prints them; those that no form knows come last."""
    return sorted(places, key=lambda place: (_order().get(place, len(_order())), place))


@cache
def _order() -> Mapping[Place, int]:
    found = dict.fromkeys(
        (str(table), line.key, column)
        for form in (forms.present(), *forms.generations())
        for table, content in form.tables.items()
        for line in content.lines
        for column in (line.columns or content.column_keys)
    )
    return {place: number for number, place in enumerate(found)}


def column_labels(table: TableName) -> tuple[str, ...]:
    """The columns' labels in the form's order."""
    return tuple(column.label for column in forms.present().tables[table].columns)


def _unknown(form: FormTable, places: set[tuple[str, str]]) -> int:
    """How many places no line or column of a form knows."""
    columns = {line.key: line.columns or form.column_keys for line in form.lines}
    return sum(line not in columns or column not in ("", *columns[line]) for line, column in places)


def _block(printed: Printed, form: FormTable, article: str, lines: list[Label]) -> Block:
    names = {column.key: column.label for column in form.columns}
    keys = lines[0].columns
    rows = tuple(
        ShownRow((Head(line.label),), tuple(printed.cell("disclosure", line.key, key) for key in keys))
        for line in lines
    )
    unit = "（单位：元）" if "procurement" in {line.key for line in lines} else ""
    return Block(article, tuple(names[key] + (unit if key == "amount" else "") for key in keys), rows)


def _application_heads(form: FormTable) -> Iterator[tuple[tuple[Head, ...], str]]:
    """Each line's labels, numbered and spanned as the form prints them."""
    groups = {group.key: group.label for group in form.groups}
    major = 0
    for inside, lines in groupby(form.lines, lambda line: line.group in _OUTCOMES):
        members = list(lines)
        if not inside:
            for line in members:
                yield (Head(f"{_NUMERALS[major]}、{line.label}", columns=3),), line.key
                major += 1
            continue
        first = Head(f"{_NUMERALS[major]}、{groups['outcome']}", rows=len(members))
        for number, (heads, key) in enumerate(_outcome_heads(members, groups)):
            yield ((first, *heads) if number == 0 else heads), key
        major += 1


def _outcome_heads(lines: list[Label], groups: Mapping[str, str]) -> Iterator[tuple[tuple[Head, ...], str]]:
    number = 0
    for group, run in groupby(lines, lambda line: line.group):
        members = list(run)
        if group in ("outcome", "total"):
            for line in members:
                yield (Head(f"（{_NUMERALS[number]}）{line.label}", columns=2),), line.key
                number += 1
            continue
        first = Head(f"（{_NUMERALS[number]}）{groups[group]}", rows=len(members))
        for nth, line in enumerate(members, 1):
            own = Head(f"{nth}.{line.label}")
            yield ((first, own) if nth == 1 else (own,)), line.key
        number += 1


def plain(number: float) -> str:
    """A number without a fraction that is nothing."""
    return str(int(number)) if number == int(number) else repr(number)
