"""Rows on standard output: JSON for programs, columns that know the width of Chinese characters for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import click
from rich.console import Console
from rich.table import Table

PLAIN_WIDTH = 240
"""Width where the output is no terminal: enough that no row is wrapped."""


def show(rows: Iterable[Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Print dataclasses or mappings: as one JSON array with all their fields, or these columns as a table."""
    records = [_record(row) for row in rows]
    if as_json:
        click.echo(json.dumps(records, ensure_ascii=False, indent=None))
        return
    table = Table(*(column.replace("_", " ") for column in columns), box=None, pad_edge=False, header_style="bold")
    for record in records:
        table.add_row(*("" if record.get(column) is None else str(record[column]) for column in columns))
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, markup=False, emoji=False)
    console.print(table)


def show_one(row: Any, *, as_json: bool, extra: Mapping[str, Any]) -> None:
    """Print one dataclass or mapping: as a JSON object, or a line a field."""
    record = {**_record(row), **extra}
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    for name, value in record.items():
        shown = "、".join(map(str, value)) if isinstance(value, list) else value
        click.echo(f"{name.replace('_', ' '):18} {'-' if shown in (None, '') else shown}")


def _record(row: Any) -> Mapping[str, Any]:
    if is_dataclass(row) and not isinstance(row, type):
        return asdict(row)
    return dict(row)
