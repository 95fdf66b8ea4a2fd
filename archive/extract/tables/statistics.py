"""The statistics sheet of the reports of 2014 to 2018: one value a line, no columns.

Knows the labels in `statistics.toml`; a value is the last one printed behind its label in the same row, before the next
label, and in no column that is of another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from archive.extract.layout.document import Block, Paragraph, Table
from archive.extract.report import forms
from archive.extract.report.cells import CellValue, as_count
from archive.extract.report.labels import distance, key
from archive.extract.tables.tokens import Token, token
from archive.storage import toml
from archive.storage.toml import Place

_FEWEST: Final = 8
_SHORT, _LONG = 5, 9
_HEAD_ROWS: Final = 3
_HEAD: Final = re.compile(r"统计指标|指标|统计数|统计项目|项目名称")
_BESIDE: Final = re.compile(r"代码|序号|行次|上一?年|去年|同期|同比|增减|增长|备注|说明")
_UNIT: Final = re.compile(r"(?:单位)?(?:条|件|次|个|人次|人|万元)$")
_PARTS: Final = re.compile(r"[\s：:]+")


@dataclass(frozen=True, slots=True)
class StatisticsForm:
    """The sheet's lines by their wordings, their order, and what adds up to what."""

    wordings: dict[str, tuple[forms.Label, ...]]
    order: tuple[str, ...]
    labels: dict[str, str]
    sums: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _File:
    """The sheet's file."""

    name: str
    lines: tuple[forms.Label, ...]
    sums: Mapping[str, tuple[str, ...]]


@cache
def form() -> StatisticsForm:
    """The statistics sheet as data."""
    path = Path(__file__).parents[1] / "report" / "statistics.toml"
    file = toml.build(_File, toml.read(path, ValueError, "a form", missing="add it"), Place(path, ValueError))
    wordings: dict[str, tuple[forms.Label, ...]] = {}
    for line in file.lines:
        for wording in line.wordings:
            wordings[key(wording)] = (*wordings.get(key(wording), ()), line)
    labels = {line.key: line.label for line in file.lines}
    return StatisticsForm(wordings, tuple(line.key for line in file.lines), labels, dict(file.sums))


def read(blocks: Sequence[Block]) -> dict[str, CellValue]:
    """Line key -> value, in the sheet's order; {} where the document holds no such sheet."""
    found: dict[str, CellValue] = {}
    group = ""
    for label, cells in _labelled_cells(blocks):
        line = _line(label, group)
        if line is None:
            continue
        group = line.group or line.key
        value = next((cell.value for cell in reversed(cells) if cell.filled), None)
        if value is not None:
            found.setdefault(line.key, value if line.unit else as_count(value))
    return {key: found[key] for key in form().order if key in found} if len(found) >= _FEWEST else {}


def _labelled_cells(blocks: Iterable[Block]) -> Iterable[tuple[Token, list[Token]]]:
    """Labels with the cells behind them; of a table printed in two halves side by side, the left half first."""
    for block in blocks:
        if isinstance(block, Table):
            rows = [_group_by_label(row) for row in _rows(block)]
            for half in range(max(map(len, rows), default=0)):
                yield from (row[half] for row in rows if half < len(row))
        elif isinstance(block, Paragraph) and len(pieces := _PARTS.split(block.text)) > 1:
            yield from _group_by_label([token(piece) for piece in pieces if piece])


def _rows(table: Table) -> Iterable[list[Token]]:
    aside = _columns_aside(table)
    for row in table.grid:
        yield [
            token(cell.text)
            for before, cell in zip((None, *row), row, strict=False)
            if cell is not None and cell is not before and cell.column not in aside
        ]


def _group_by_label(row: Sequence[Token]) -> list[tuple[Token, list[Token]]]:
    """The labels of the sheet in a row, each with the cells up to the next one."""
    labelled: list[tuple[Token, list[Token]]] = []
    for cell in row:
        if cell.label and _lines_of_label(cell.label):
            labelled.append((cell, []))
        elif labelled:
            labelled[-1][1].append(cell)
    return labelled


def _columns_aside(table: Table) -> frozenset[int]:
    """The columns whose heads name something other than the year's values: codes, the previous year, remarks."""
    for row in table.grid[:_HEAD_ROWS]:
        cells = [cell for cell in row if cell is not None]
        if any(_HEAD.search(cell.text) for cell in cells):
            return frozenset(cell.column for cell in cells if _BESIDE.search("".join(cell.text.split())))
    return frozenset()


def _lines_of_label(label: str) -> tuple[forms.Label, ...]:
    """The lines that a label can mean: by its wording, without the unit behind it, or but for a misprint."""
    known = form().wordings
    return known.get(label) or known.get(_UNIT.sub("", label)) or _near(label)


def _line(label: Token, group: str) -> forms.Label | None:
    return next((line for line in _lines_of_label(label.label) if not line.only_in_group or _inside(line, group)), None)


def _inside(line: forms.Label, group: str) -> bool:
    return line.group == group or group.startswith(line.group)


@lru_cache(maxsize=1024)
def _near(label: str) -> tuple[forms.Label, ...]:
    """The lines of the wording that a label misprints by a character or two; none where two wordings are as near."""
    allowed = 1 if len(label) < _LONG else 2
    distances = {
        wording: distance(wording, label)
        for wording in form().wordings
        if len(wording) >= _SHORT and abs(len(wording) - len(label)) <= allowed
    }
    smallest = min(distances.values(), default=allowed + 1)
    nearest = {form().wordings[wording] for wording, characters in distances.items() if characters == smallest}
    return nearest.pop() if smallest <= allowed and len(nearest) == 1 else ()
