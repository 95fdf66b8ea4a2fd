"""The statutory forms as data: which lines and columns a form has, under which labels, and what adds up to what.

Knows the TOML files beside it and nothing of documents; a form is added by adding a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from archive.extract.report.model import TableName
from archive.storage import toml
from archive.storage.toml import Place

_HERE = Path(__file__).parent
TABLES: tuple[TableName, ...] = ("disclosure", "applications", "review")
SECTION_OF_TABLE: dict[TableName, int] = {"disclosure": 2, "applications": 3, "review": 4}
"""The section that holds each table."""
FIRST_YEAR = 2019
"""The first reporting year whose form has these tables (〔2019〕60号); before, there were statistics sheets or none."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line, column or group of a form: its key, its wording, and other wordings seen in print.

    `group` is the key of the group it stands in; a label that is `only_in_group` means nothing outside of it.
    `columns` are a disclosure line's own columns, `unit` the unit of its money.
    """

    key: str
    label: str
    also: tuple[str, ...] = ()
    group: str = ""
    columns: tuple[str, ...] = ()
    unit: str = ""
    only_in_group: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording, the form's own first."""
        return (self.label, *self.also)


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form, lines and columns in the form's order; `sums` maps a line to the lines it adds up."""

    lines: tuple[Label, ...]
    columns: tuple[Label, ...]
    groups: tuple[Label, ...] = ()
    subtotal: tuple[str, ...] = ()
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    received: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The columns' keys, in order."""
        return tuple(column.key for column in self.columns)

    @property
    def line_keys(self) -> tuple[str, ...]:
        """The lines' keys, in order."""
        return tuple(line.key for line in self.lines)


@dataclass(frozen=True, slots=True)
class Form:
    """A generation of the form. `cited` is how a text that follows it cites the document that set it."""

    name: str
    document: str
    cited: str
    tables: dict[TableName, FormTable] = field(hash=False)

    @property
    def first_year(self) -> int:
        """The first reporting year of the form, which is its name."""
        return int(self.name)


@dataclass(frozen=True, slots=True)
class _Balance:
    """Lines whose sums are equal in every column."""

    received: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it is written in a form's file: its own, or that of the form `like` which it follows but for this.

    Its `lines` come `before` one of that form's, and those named by `without` are left out.
    """

    like: str = ""
    lines: tuple[Label, ...] = ()
    columns: tuple[Label, ...] = ()
    groups: tuple[Label, ...] = ()
    subtotal: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    balance: _Balance = field(default_factory=_Balance)
    without: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """A form's file."""

    name: str
    document: str
    cited: str
    disclosure: _Table
    applications: _Table
    review: _Table


@cache
def load(name: str) -> Form:
    """The form of this name: its first reporting year."""
    path = _HERE / f"{name}.toml"
    file = toml.build(_File, toml.read(path, ValueError, "a form", missing="add it"), Place(path, ValueError))
    return Form(file.name, file.document, file.cited, {table: _table(getattr(file, table), table) for table in TABLES})


@cache
def generations() -> tuple[Form, ...]:
    """All forms with tables, the present one first."""
    return tuple(load(path.stem) for path in sorted(_HERE.glob("[12][0-9][0-9][0-9].toml"), reverse=True))


def present() -> Form:
    """The newest form."""
    return generations()[0]


def in_force(year: int | None) -> Form | None:
    """The form that reports for this year have to follow; None before the first, or where the year is not known."""
    return next((form for form in generations() if year is not None and form.first_year <= year), None)


@cache
def names() -> frozenset[str]:
    """The names of all forms with tables."""
    return frozenset(form.name for form in generations())


def _table(table: _Table, name: TableName) -> FormTable:
    model = load(table.like).tables[name] if table.like else FormTable((), ())
    lines = _lines(table, model)
    return FormTable(
        lines=lines,
        columns=table.columns or model.columns,
        groups=table.groups or model.groups,
        subtotal=table.subtotal or model.subtotal,
        sums=tuple(table.sums.items()) or _sums(lines, model),
        received=table.balance.received or model.received,
        settled=table.balance.settled or model.settled,
    )


def _sums(lines: tuple[Label, ...], model: FormTable) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sums of a form that this one follows; a new line counts in those that add up other lines of its group."""
    groups = {line.key: line.group for line in model.lines}
    return tuple((total, _parts(lines, parts, {groups[part] for part in parts})) for total, parts in model.sums)


def _parts(lines: tuple[Label, ...], parts: tuple[str, ...], groups: set[str]) -> tuple[str, ...]:
    return tuple(line.key for line in lines if line.key in parts or line.group in groups)


def _lines(table: _Table, model: FormTable) -> tuple[Label, ...]:
    lines = [line for line in model.lines if line.key not in table.without]
    at = next((i for i, line in enumerate(lines) if line.key == table.before), len(lines))
    return (*lines[:at], *table.lines, *lines[at:])
