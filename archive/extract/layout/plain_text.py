"""Plain text: paragraphs by line, and tables by the traces that a lost ruling leaves.

Knows five traces: tabs between cells; a tab before each cell, one cell a line and blank lines between rows; bars,
rulers and box drawing; wide gaps; and nothing at all, which stays a run of short paragraphs. Columns are never told
from such text, so every table here is unaligned: its rows hold their printed cells in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from archive.extract.layout import charset, grid, limits
from archive.extract.layout.document import Block, Document, Note, NoteCode, Paragraph, Unreadable, UnreadableReason
from archive.extract.layout.marks import clean, squeeze

Row = list[str]
Found = tuple[list[Row], int]

_BARS: Final = re.compile(r"[|｜│┃║¦]")
_RULER: Final = " \t|:+-=_─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝│┃║"
_STROKES: Final = ("---", "===", "_____", "──", "━━", "══")
_GAP: Final = re.compile(r"[ \u3000\xa0]{2,}")
# such as 251000元 or 1,808,595 or ——
_VALUE: Final = re.compile(r"[+-]?[\d０-９][\d０-９,，.]*\s*[件条项个次元%]?|[/\-—－–]{1,3}|无")
_SENTENCE: Final = re.compile(r"。.|[。；！？]$")
_ARTEFACT: Final = re.compile(r"\[bookmark: [^\]\n]*\]|\*\*")
_HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
# such as 一、\t不是表格
_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]?|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])\t+[^\t\d]+"
)
_LONGEST: Final = 80
_LEAST_LINES: Final = 4
_LEAST_ROWS: Final = 2
_BOXED: Final = 3


def read(data: bytes, *, declared: str | None = None) -> Document | Unreadable:
    """Read a text file."""
    decoded = charset.decode(data, declared)
    if len(decoded.text) > limits.TEXT:
        return Unreadable("text/plain", f"the text has more than {limits.TEXT} characters", UnreadableReason.OVER_LIMIT)
    notes = (Note(NoteCode.GARBLED, f"The text is garbled: {decoded.garbled}."),) if decoded.garbled else ()
    return Document("text/plain", "text", decoded.charset, blocks=blocks(decoded.text), notes=notes)


def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and tables of running text. Raises `TooMuchError`."""
    lines = _ARTEFACT.sub("", clean(text)).replace("\x0c", "\n").replace("\x07", "\t").splitlines()
    budget = grid.Budget()
    found: list[Block] = []
    at = 0
    while at < len(lines):
        table = _table(lines, at)
        if table is not None:
            rows, at = table
            found.append(grid.ragged(rows, budget))
            continue
        if line := squeeze(lines[at]):
            heading = _HEADING.match(line)
            found.append(Paragraph(line[heading.end() :], len(heading[1])) if heading else Paragraph(line))
        at += 1
        if len(found) > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
    return tuple(found)


def is_value(text: str) -> bool:
    """Whether a cell's text is a number, a dash or a like sign."""
    return bool(_VALUE.fullmatch(text.strip()))


def _table(lines: Sequence[str], at: int) -> Found | None:
    line = lines[at]
    if "\t" in line:
        return _tabbed(lines, at) if _has_inner_tab(line) else _listed(lines, at)
    if _BARS.search(line) or (_is_ruler(line)):
        return _barred(lines, at)
    return _spaced(lines, at) if _GAP.search(line.strip()) else None


def _tabbed(lines: Sequence[str], at: int) -> Found | None:
    """Rows with tabs between their cells; one blank line does not end them."""
    rows, end = _run(lines, at, _has_inner_tab)
    cells = [[squeeze(cell) for cell in line.split("\t")] for line in rows]
    return (cells, end) if _convincing(cells) else None


def _spaced(lines: Sequence[str], at: int) -> Found | None:
    """Rows with wide gaps between three cells or more."""
    rows, end = _run(lines, at, _has_gaps)
    cells = [[squeeze(cell) for cell in _GAP.split(line.strip())] for line in rows]
    return (cells, end) if _convincing(cells) else None


def _run(lines: Sequence[str], at: int, belongs: Callable[[str], bool]) -> tuple[list[str], int]:
    rows: list[str] = []
    while at < len(lines):
        if belongs(lines[at]):
            rows.append(lines[at])
        elif lines[at].strip() or at + 1 >= len(lines) or not belongs(lines[at + 1]):
            break
        at += 1
    return rows, at


def _convincing(rows: Sequence[Row]) -> bool:
    return len(rows) >= _LEAST_ROWS and any(is_value(cell) for row in rows for cell in row)


def _has_inner_tab(line: str) -> bool:
    return "\t" in line.lstrip("\t") and not _NUMBERED.fullmatch(line)


def _has_gaps(line: str) -> bool:
    return len(_GAP.split(line.strip())) >= 3 and len(line) < 4 * _LONGEST and not _SENTENCE.search(line)


def _barred(lines: Sequence[str], at: int) -> Found | None:
    """Rows with bars between their cells; lines between rulers are one row where a box is drawn."""
    start = at
    physical: list[Row | None] = []
    while at < len(lines) and (not lines[at].strip() or _BARS.search(lines[at]) or _is_ruler(lines[at])):
        if lines[at].strip():
            physical.append(None if _is_ruler(lines[at]) else _bar_cells(lines[at]))
        at += 1
    rows = list(_merged(physical))
    if not rows or (len(rows) == 1 and len(rows[0]) < 3) or at == start:
        return None
    return rows, at


def _is_ruler(line: str) -> bool:
    return not line.strip(_RULER) and any(stroke in line for stroke in _STROKES)


def _bar_cells(line: str) -> Row:
    cells = [squeeze(cell) for cell in _BARS.split(line.strip())]
    first = 1 if not cells[0] and len(cells) > 1 else 0
    last = len(cells) - 1 if not cells[-1] and len(cells) > 1 else len(cells)
    return cells[first:last]


def _merged(physical: Sequence[Row | None]) -> Iterator[Row]:
    boxed = sum(1 for row in physical if row is None) > _BOXED
    for ruler, group in groupby(physical, key=lambda row: row is None):
        rows = [row for row in group if row]
        if ruler:
            continue
        if boxed and len({len(row) for row in rows}) == 1:
            yield ["\n".join(filter(None, cells)) for cells in zip(*rows, strict=True)]
        else:
            yield from rows


def _listed(lines: Sequence[str], at: int) -> Found | None:
    """One cell a line, a tab before it; a blank line ends a row.

    Lines without a tab carry a cell on. A cell that begins with an empty line may hold blank lines, too: that is how a
    label over many rows comes out.
    """
    rows: list[Row] = [[]]
    taken = 0
    end = at
    while end < len(lines):
        line = lines[end]
        if line.startswith("\t") and _is_cell(line):
            rows[-1].append(squeeze(line))
            taken += 1
        elif not line.strip():
            if _opens_tall_cell(rows[-1]) and (label := _tall_label(lines, end)) is not None:
                end, text = label
                rows[-1][-1] = text
                continue
            if rows[-1]:
                rows.append([])
        elif rows[-1] and not line.startswith("\t") and _is_cell(line):
            rows[-1][-1] = f"{rows[-1][-1]}\n{squeeze(line)}".strip()
        else:
            break
        end += 1
    rows = [row for row in rows if row]
    return (rows, end) if taken >= _LEAST_LINES and _convincing(rows) else None


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST and not _SENTENCE.search(line.strip())


def _opens_tall_cell(row: Row) -> bool:
    return bool(row) and not row[-1]


def _tall_label(lines: Sequence[str], at: int) -> tuple[int, str] | None:
    """The text of a cell that goes over blank lines, and where the row goes on; None where no cell follows it."""
    said: list[str] = []
    for i in range(at, min(at + 40, len(lines))):
        if lines[i].startswith("\t"):
            return (i, "\n".join(said)) if said else None
        if line := squeeze(lines[i]):
            said.append(line)
            if len(said) > 12 or not _is_cell(line):
                return None
    return None
