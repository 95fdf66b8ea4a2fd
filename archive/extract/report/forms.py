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
    """The form called `name` (`2021` or `2019`)."""
    path = _HERE / f"{name}.toml"
    file = toml.build(_File, toml.read(path, ValueError, "a form", missing="add it"), Place(path, ValueError))
    return Form(file.name, file.document, file.cited, {table: _table(getattr(file, table), table) for table in TABLES})


@cache
def both() -> tuple[Form, Form]:
    """The two forms with tables, the present one first."""
    return load("2021"), load("2019")


def _table(table: _Table, name: TableName) -> FormTable:
    model = load(table.like).tables[name] if table.like else FormTable((), ())
    return FormTable(
        lines=_lines(table, model),
        columns=table.columns or model.columns,
        groups=table.groups or model.groups,
        subtotal=table.subtotal or model.subtotal,
        sums=tuple(table.sums.items()) or model.sums,
        received=table.balance.received or model.received,
        settled=table.balance.settled or model.settled,
    )


def _lines(table: _Table, model: FormTable) -> tuple[Label, ...]:
    lines = [line for line in model.lines if line.key not in table.without]
    at = next((i for i, line in enumerate(lines) if line.key == table.before), len(lines))
    return (*lines[:at], *table.lines, *lines[at:])
