"""Plain text: a paragraph for each line, and tables recognised by their separators.

Four layouts of a table are recognised: tabs between cells; a tab before each cell, one cell per line and blank lines
between rows; bars, rulers and box drawing; wide gaps. A table without any of these stays a run of short paragraphs.
Columns cannot be inferred from such text, so every table here is unaligned: its rows hold their cells in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from archive import patterns
from archive.extract.layout import charset, grid, limits
from archive.extract.layout.document import Block, Document, Note, NoteCode, Paragraph, Unreadable, UnreadableReason
from archive.extract.layout.marks import clean, squeeze

Row = list[str]
Found = tuple[list[Row], int]
"""The rows of a table, and the index of the line after it."""

_BARS: Final = patterns.lazy(r"[|｜│┃║¦]")
_RULER: Final = " \t|:+-=_─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝│┃║"
_STROKES: Final = ("---", "===", "_____", "──", "━━", "══")
_LETTER: Final = "[\u4e00-\u9fff](?<![无零一二三四五六七八九十])"
# such as between 总计 and 3 or 统 计 指 标 and 单 位, but not within 总  计
_GAP: Final = patterns.lazy(
    rf"(?<!\s)(?!(?:(?<=^{_LETTER})|(?<=\s\s{_LETTER}))[ \u3000\xa0]+{_LETTER}(?:\s\s|$))[ \u3000\xa0]{{2,}}"
)
# such as 251000元 or 1,808,595 or ——
_VALUE: Final = patterns.lazy(r"[+-]?[\d０-９][\d０-９,，.]*\s*[件条项个次元%]?|[/\-—－–]{1,3}|无")
_SENTENCE: Final = patterns.lazy(r"。.|[。；！？]$")
_ARTEFACT: Final = patterns.lazy(r"\[bookmark: [^\]\n]{0,200}\]|\*\*")
_HEADING: Final = patterns.lazy(r"(#{1,6})\s+(?=\S)")
# such as 一、\t不是表格
_NUMBERED: Final = patterns.lazy(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]?|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])\t+[^\t\d]+"
)
# such as 三、收到和处理政府信息公开申请情况
_OPENS_SECTION: Final = patterns.lazy(r"\s*[一二三四五六七八九十]{1,2}、\s*\D")
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
    index = 0
    while index < len(lines):
        table = _table(lines, index)
        if table is not None:
            rows, index = table
            found.append(grid.ragged(rows, budget))
            continue
        if line := squeeze(lines[index]):
            heading = _HEADING.match(line)
            found.append(Paragraph(line[heading.end() :], len(heading[1])) if heading else Paragraph(line))
        index += 1
        if len(found) > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
    return tuple(found)


def is_value(text: str) -> bool:
    """Whether a cell's text is a number, a dash or another sign for nothing."""
    return bool(_VALUE.fullmatch(text.strip()))


def _table(lines: Sequence[str], index: int) -> Found | None:
    line = lines[index]
    if "\t" in line:
        return _tab_separated(lines, index) if _has_inner_tab(line) else _cell_per_line(lines, index)
    if _BARS.search(line) or (_is_ruler(line)):
        return _bar_separated(lines, index)
    return _gap_separated(lines, index) if _GAP.search(line.strip()) else None


def _tab_separated(lines: Sequence[str], index: int) -> Found | None:
    """Rows with tabs between their cells; one blank line does not end them."""
    rows, end = _collect_rows(lines, index, _has_inner_tab)
    cells = [[squeeze(cell) for cell in line.split("\t")] for line in rows]
    return (cells, end) if _is_table(cells) else None


def _gap_separated(lines: Sequence[str], index: int) -> Found | None:
    """Rows with wide gaps between three cells or more."""
    rows, end = _collect_rows(lines, index, _has_gaps)
    cells = [[squeeze(cell) for cell in _GAP.split(line.strip())] for line in rows]
    return (cells, end) if _is_table(cells) else None


def _collect_rows(lines: Sequence[str], index: int, is_row: Callable[[str], bool]) -> tuple[list[str], int]:
    rows: list[str] = []
    while index < len(lines):
        if is_row(lines[index]):
            rows.append(lines[index])
        elif lines[index].strip() or index + 1 >= len(lines) or not is_row(lines[index + 1]):
            break
        index += 1
    return rows, index


def _is_table(rows: Sequence[Row]) -> bool:
    return len(rows) >= _LEAST_ROWS and any(is_value(cell) for row in rows for cell in row)


def _has_inner_tab(line: str) -> bool:
    return "\t" in line.lstrip("\t") and not _NUMBERED.fullmatch(line)


def _has_gaps(line: str) -> bool:
    return len(_GAP.split(line.strip())) >= 3 and len(line) < 4 * _LONGEST and not _SENTENCE.search(line)


def _bar_separated(lines: Sequence[str], index: int) -> Found | None:
    """Rows with bars between their cells; in a drawn box the lines between two rulers are one row."""
    start = index
    printed_rows: list[Row | None] = []
    while index < len(lines) and (not lines[index].strip() or _BARS.search(lines[index]) or _is_ruler(lines[index])):
        if lines[index].strip():
            printed_rows.append(None if _is_ruler(lines[index]) else _bar_cells(lines[index]))
        index += 1
    rows = list(_join_boxed_rows(printed_rows))
    if not rows or (len(rows) == 1 and len(rows[0]) < 3) or index == start:
        return None
    return rows, index


def _is_ruler(line: str) -> bool:
    return not line.strip(_RULER) and any(stroke in line for stroke in _STROKES)


def _bar_cells(line: str) -> Row:
    cells = [squeeze(cell) for cell in _BARS.split(line.strip())]
    first = 1 if not cells[0] and len(cells) > 1 else 0
    last = len(cells) - 1 if not cells[-1] and len(cells) > 1 else len(cells)
    return cells[first:last]


def _join_boxed_rows(printed_rows: Sequence[Row | None]) -> Iterator[Row]:
    boxed = sum(1 for row in printed_rows if row is None) > _BOXED
    for ruler, group in groupby(printed_rows, key=lambda row: row is None):
        rows = [row for row in group if row]
        if ruler:
            continue
        if boxed and len({len(row) for row in rows}) == 1:
            yield ["\n".join(filter(None, cells)) for cells in zip(*rows, strict=True)]
        else:
            yield from rows


def _cell_per_line(lines: Sequence[str], index: int) -> Found | None:
    """Rows with one cell per line and a tab before it; a blank line ends a row.

    A line without a tab continues the cell. A cell that begins with an empty line may contain blank lines: this is how
    a label that spans many rows is written.
    """
    rows: list[Row] = [[]]
    count = 0
    end = index
    while end < len(lines):
        line = lines[end]
        if line.startswith("\t") and _is_cell(line):
            rows[-1].append(squeeze(line))
            count += 1
        elif not line.strip():
            if _opens_tall_cell(rows[-1]) and (label := _tall_label(lines, end)) is not None:
                end, text = label
                rows[-1][-1] = text
                continue
            if rows[-1]:
                rows.append([])
        elif rows[-1] and not line.startswith("\t") and _is_cell(line) and not _is_heading_behind(rows[-1][-1], line):
            rows[-1][-1] = f"{rows[-1][-1]}\n{squeeze(line)}".strip()
        else:
            break
        end += 1
    rows = [row for row in rows if row]
    return (rows, end) if count >= _LEAST_LINES and _is_table(rows) else None


def _is_heading_behind(cell: str, line: str) -> bool:
    """Whether a line is a heading behind the last cell of a table: a number does not go on with 三、."""
    return is_value(cell) and bool(_OPENS_SECTION.match(line))


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST and not _SENTENCE.search(line.strip())


def _opens_tall_cell(row: Row) -> bool:
    return bool(row) and not row[-1]


def _tall_label(lines: Sequence[str], index: int) -> tuple[int, str] | None:
    """The index of the line where the row continues, and the text of a cell with blank lines; None if none follows."""
    label_lines: list[str] = []
    for number in range(index, min(index + 40, len(lines))):
        if lines[number].startswith("\t"):
            return (number, "\n".join(label_lines)) if label_lines else None
        if line := squeeze(lines[number]):
            label_lines.append(line)
            if len(label_lines) > 12 or not _is_cell(line):
                return None
    return None
