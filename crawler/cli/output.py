"""Rows on standard output: JSON for programs, columns that know the width of Chinese characters for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, Final

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from archive import messages
from archive.messages.moments import in_china
from archive.messages.printable import json_text, printable
from crawler.cli.language import current, say

PLAIN_WIDTH = 10_000
"""Width where the output is no terminal: enough that no row is wrapped."""

_GAP: Final = 2
"""Blanks between two columns."""
_LABELS: Final = 18
"""Cells of the names where each field has a line of its own."""
_NAMES: Final = {
    "verdict": "word-verdict-{}",
    "outcome": "word-outcome-{}",
    "last_outcome": "word-outcome-{}",
    "severity": "word-severity-{}",
    "blame": "word-blame-{}",
    "change": "word-change-{}",
    "cause": "word-cause-{}",
    "document": "value-document-{}",
    "level": "value-level-{}",
    "match": "value-match-{}",
    "kind": "alert-{}-name",
    "state": "value-state-{}",
    "about": "value-about-{}",
    "says": "value-says-{}",
    "question": "value-question-{}",
    "check": "value-check-{}",
    "family": "value-family-{}",
    "days_since_ok": "value-days-{}",
}
"""Columns of codes, and the codes of their names in the message catalogue."""


def show(rows: Iterable[Any], columns: Sequence[str], *, as_json: bool, sentence: str | None = None) -> None:
    """Print dataclasses or mappings: as one JSON array with all their fields, or these columns as a table.

    An array is written row by row: those of the whole country would take gigabytes.

    A value in a table is never cut. Where a terminal is too narrow for all columns, the last ones are printed below
    each row, under their names; `sentence` names a column of text, which is printed there first.
    """
    records = map(_record, rows)
    if as_json:
        _print_array(records)
        return
    everything = [*columns, *([sentence] if sentence else [])]
    texts = [{column: _text(column, record.get(column)) for column in everything} for record in records]
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, markup=False, emoji=False)
    fitting = _fitting(everything, texts, console.width) if console.is_terminal else everything
    if fitting == everything:
        console.print(_table(everything, texts))
        return
    _print_with_lines_below(console, fitting, everything, texts)


def _print_array(records: Iterable[Mapping[str, Any]]) -> None:
    before = "["
    for record in records:
        click.echo(before + json_text(record), nl=False)
        before = ", "
    click.echo("[]" if before == "[" else "]")


def show_one(row: Any, *, as_json: bool, extra: Mapping[str, Any]) -> None:
    """Print one dataclass or mapping: as a JSON object, or a line a field."""
    record = {**_record(row), **extra}
    if as_json:
        click.echo(json_text(record))
        return
    for name, value in record.items():
        echo(labelled(name, in_words(name, _plain(value)) or "-"))


def labelled(column: str, text: str) -> str:
    """A line with a column's heading before what stands in it."""
    heading = _heading(column)
    return f"{heading}{' ' * (_LABELS - cell_len(heading))} {text}"


def _plain(value: object) -> str:
    """A value in a line: several with marks between them, and of named ones those that hold anything."""
    match value:
        case None:
            return ""
        case list():
            return "、".join(map(str, value))
        case dict():
            held = {name: _plain(part) for name, part in value.items() if part not in (None, [], "")}
            return say("cli-several").join(
                say("cli-labelled", label=str(name), text=part) for name, part in held.items()
            )
        case _:
            return str(value)


def echo(line: str) -> None:
    """Print a line that names what strangers wrote: titles, addresses, names."""
    click.echo(printable(line))


def _table(columns: Sequence[str], texts: Iterable[Mapping[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(_heading(column))
    for text in texts:
        table.add_row(*(text[column] for column in columns))
    return table


def _print_with_lines_below(
    console: Console, fitting: Sequence[str], columns: Sequence[str], texts: Sequence[Mapping[str, str]]
) -> None:
    """A row of the columns that fit, then the others, indented; a sentence needs no name."""
    widths = {column: _width(column, texts) for column in fitting}
    console.print(_line({column: _heading(column) for column in fitting}, widths), style="bold")
    below = [column for column in reversed(columns) if column not in fitting]
    for text in texts:
        console.print(_line(text, widths), soft_wrap=True)
        for number, column in enumerate(below):
            if text[column]:
                named = text[column] if number == 0 else say("cli-labelled", label=_heading(column), text=text[column])
                console.print(Padding(named, (0, 0, 0, 4)))


def _line(text: Mapping[str, str], widths: Mapping[str, int]) -> str:
    """The cells of a row side by side."""
    cells = (text[column] + " " * (width - cell_len(text[column]) + _GAP) for column, width in widths.items())
    return "".join(cells).rstrip()


def _fitting(columns: Sequence[str], texts: Sequence[Mapping[str, str]], width: int) -> list[str]:
    """The first columns that fit beside one another, at least one."""
    return [column for column, end in zip(columns, _ends(columns, texts), strict=True) if end <= width] or [columns[0]]


def _ends(columns: Sequence[str], texts: Sequence[Mapping[str, str]]) -> Iterator[int]:
    """Where each column ends, in characters of a terminal."""
    end = -_GAP
    for column in columns:
        end += _GAP + _width(column, texts)
        yield end


def _width(column: str, texts: Sequence[Mapping[str, str]]) -> int:
    return max([cell_len(_heading(column)), *(cell_len(text[column]) for text in texts)])


def _heading(column: str) -> str:
    code = f"column-{column}"
    return say(code) if messages.has(code) else column.replace("_", " ")


def _text(column: str, value: object) -> str:
    """A value as people read it: instants in China's time, with the zone; in Chinese, codes by their names."""
    if value is None:
        return ""
    return in_china(printable(in_words(column, str(value))))


def in_words(column: str, value: str) -> str:
    """A code of a closed set by its name. English shows the codes themselves, as scripts read them."""
    if current() == "en" or column not in _NAMES:
        return value
    code = _NAMES[column].format(value)
    return say(code) if messages.has(code) else value


def _record(row: Any) -> Mapping[str, Any]:
    if is_dataclass(row) and not isinstance(row, type):
        return asdict(row)
    return dict(row)
