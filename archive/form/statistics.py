"""The statistics sheet of the reports of 2014 to 2018: one value a line, no columns.

Knows the labels in `statistics.toml`; a value is the last one printed behind its label in the same row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.form import forms
from archive.form.cells import CellValue, whole
from archive.form.labels import key
from archive.form.tokens import Token, token
from archive.reading.document import Block, Paragraph, Table

_FEWEST = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet's lines by their wordings, their order, and what adds up to what."""

    wordings: dict[str, tuple[forms.Label, ...]]
    order: tuple[str, ...]
    labels: dict[str, str]
    sums: dict[str, tuple[str, ...]]


@cache
def sheet() -> Sheet:
    """The sheet as data."""
    data = tomllib.loads((Path(__file__).parent / "statistics.toml").read_text(encoding="utf-8"))
    lines = forms.labels(data["lines"])
    wordings: dict[str, tuple[forms.Label, ...]] = {}
    for line in lines:
        for wording in line.wordings:
            wordings[key(wording)] = (*wordings.get(key(wording), ()), line)
    sums = {total: tuple(parts) for total, parts in data["sums"].items()}
    return Sheet(wordings, tuple(line.key for line in lines), {line.key: line.label for line in lines}, sums)


def read(blocks: Sequence[Block]) -> dict[str, CellValue]:
    """The sheet's values by their keys, in its order; {} where the document holds no such sheet."""
    found: dict[str, CellValue] = {}
    group = ""
    for row in _rows(blocks):
        line = _line(row, group)
        if line is None:
            continue
        group = line.group or line.key
        value = next((cell.value for cell in reversed(row) if cell.filled), None)
        if value is not None:
            found.setdefault(line.key, value if line.unit else whole(value))
    return {key: found[key] for key in sheet().order if key in found} if len(found) >= _FEWEST else {}


def _rows(blocks: Iterable[Block]) -> Iterable[list[Token]]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.grid:
                cells = [c for before, c in zip((None, *row), row, strict=False) if c is not None and c is not before]
                yield [token(cell.text) for cell in cells]
        elif isinstance(block, Paragraph) and len(block.text.split()) > 1:
            yield [token(piece) for piece in block.text.split()]


def _line(row: Sequence[Token], group: str) -> forms.Label | None:
    for cell in row:
        lines = sheet().wordings.get(cell.label, ()) if cell.label else ()
        for line in lines:
            if not line.only_in_group or line.group == group or group.startswith(line.group):
                return line
    return None
