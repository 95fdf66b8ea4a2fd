"""The statutory forms as data: which lines and columns a form has, under which labels, and what adds up to what.

Knows the TOML files beside it and nothing of documents; a form is added by adding a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from archive.extract.report.model import TableName

_HERE = Path(__file__).parent
TABLES: tuple[TableName, ...] = ("disclosure", "applications", "review")


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


@cache
def load(name: str) -> Form:
    """The form called `name` (`2021` or `2019`)."""
    data = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return Form(data["name"], data["document"], data["cited"], {table: _table(data[table], table) for table in TABLES})


@cache
def both() -> tuple[Form, Form]:
    """The two forms with tables, the present one first."""
    return load("2021"), load("2019")


def _table(data: dict[str, Any], name: TableName) -> FormTable:
    model = load(data["like"]).tables[name] if "like" in data else FormTable((), ())
    balance = data.get("balance", {})
    sums = tuple((total, tuple(parts)) for total, parts in data.get("sums", {}).items())
    return FormTable(
        lines=_lines(data, model),
        columns=labels(data.get("columns")) or model.columns,
        groups=labels(data.get("groups")) or model.groups,
        subtotal=tuple(data.get("subtotal", model.subtotal)),
        sums=sums or model.sums,
        received=tuple(balance.get("received", model.received)),
        settled=tuple(balance.get("settled", model.settled)),
    )


def _lines(data: dict[str, Any], model: FormTable) -> tuple[Label, ...]:
    own = labels(data.get("lines"))
    kept = [line for line in model.lines if line.key not in data.get("without", ())]
    at = next((i for i, line in enumerate(kept) if line.key == data.get("before")), len(kept))
    return (*kept[:at], *own, *kept[at:])


def labels(data: list[dict[str, Any]] | None) -> tuple[Label, ...]:
    """The labels of a list of tables in a form file."""
    return tuple(_label(**entry) for entry in data or ())


def _label(also: Iterable[str] = (), columns: Iterable[str] = (), **entry: Any) -> Label:
    return Label(also=tuple(also), columns=tuple(columns), **entry)
