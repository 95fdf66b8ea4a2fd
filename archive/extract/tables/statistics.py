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
from archive.extract.report.cells import CellValue, whole
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
class Sheet:
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
def sheet() -> Sheet:
    """The sheet as data."""
    path = Path(__file__).parents[1] / "report" / "statistics.toml"
    file = toml.build(_File, toml.read(path, ValueError, "a form", missing="add it"), Place(path, ValueError))
    wordings: dict[str, tuple[forms.Label, ...]] = {}
    for line in file.lines:
        for wording in line.wordings:
            wordings[key(wording)] = (*wordings.get(key(wording), ()), line)
    labels = {line.key: line.label for line in file.lines}
    return Sheet(wordings, tuple(line.key for line in file.lines), labels, dict(file.sums))


def read(blocks: Sequence[Block]) -> dict[str, CellValue]:
    """The sheet's values by their keys, in its order; {} where the document holds no such sheet."""
    found: dict[str, CellValue] = {}
    group = ""
    for label, behind in _told(blocks):
        line = _line(label, group)
        if line is None:
            continue
        group = line.group or line.key
        value = next((cell.value for cell in reversed(behind) if cell.filled), None)
        if value is not None:
            found.setdefault(line.key, value if line.unit else whole(value))
    return {key: found[key] for key in sheet().order if key in found} if len(found) >= _FEWEST else {}


def _told(blocks: Iterable[Block]) -> Iterable[tuple[Token, list[Token]]]:
    """Labels with the cells behind them; of a table that is printed in halves side by side, one half after another."""
    for block in blocks:
        if isinstance(block, Table):
            rows = [_behind(row) for row in _rows(block)]
            for half in range(max(map(len, rows), default=0)):
                yield from (row[half] for row in rows if half < len(row))
        elif isinstance(block, Paragraph) and len(pieces := _PARTS.split(block.text)) > 1:
            yield from _behind([token(piece) for piece in pieces if piece])


def _rows(table: Table) -> Iterable[list[Token]]:
    beside = _beside(table)
    for row in table.grid:
        yield [
            token(cell.text)
            for before, cell in zip((None, *row), row, strict=False)
            if cell is not None and cell is not before and cell.column not in beside
        ]


def _behind(row: Sequence[Token]) -> list[tuple[Token, list[Token]]]:
    """The labels of the sheet in a row, each with the cells up to the next one."""
    told: list[tuple[Token, list[Token]]] = []
    for cell in row:
        if cell.label and _meant(cell.label):
            told.append((cell, []))
        elif told:
            told[-1][1].append(cell)
    return told


def _beside(table: Table) -> frozenset[int]:
    """The columns whose heads say that they hold no value of the year: codes, the year before, remarks."""
    for row in table.grid[:_HEAD_ROWS]:
        cells = [cell for cell in row if cell is not None]
        if any(_HEAD.search(cell.text) for cell in cells):
            return frozenset(cell.column for cell in cells if _BESIDE.search("".join(cell.text.split())))
    return frozenset()


def _meant(label: str) -> tuple[forms.Label, ...]:
    """The lines that a label can mean: by its wording, without the unit behind it, or but for a misprint."""
    known = sheet().wordings
    return known.get(label) or known.get(_UNIT.sub("", label)) or _near(label)


def _line(label: Token, group: str) -> forms.Label | None:
    return next((line for line in _meant(label.label) if not line.only_in_group or _inside(line, group)), None)


def _inside(line: forms.Label, group: str) -> bool:
    return line.group == group or group.startswith(line.group)


@lru_cache(maxsize=1024)
def _near(label: str) -> tuple[forms.Label, ...]:
    """The lines of the wording that a label misprints by a character or two; none where two wordings are as near."""
    allowed = 1 if len(label) < _LONG else 2
    apart = {
        wording: distance(wording, label)
        for wording in sheet().wordings
        if len(wording) >= _SHORT and abs(len(wording) - len(label)) <= allowed
    }
    least = min(apart.values(), default=allowed + 1)
    nearest = {sheet().wordings[wording] for wording, far in apart.items() if far == least}
    return nearest.pop() if least <= allowed and len(nearest) == 1 else ()
