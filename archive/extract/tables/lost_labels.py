"""Values that stand in the section of a table without the labels and heads that would say what they are.

They are read only where their number and their sums prove them: fifteen results of the review, or all lines of the
applications table, in the form's order. Whatever else stands there is named by a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Paragraph, Table
from archive.extract.report import forms
from archive.extract.report.application_sums import complete
from archive.extract.report.cells import CellValue
from archive.extract.report.model import TableName
from archive.extract.tables import parted
from archive.extract.tables.line_values import APPLICANTS, BLOCKS, RESULTS, put_block
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.tokens import Token, token_at, tokens_in
from archive.extract.tables.value_placement import adds_up

_SENTENCE: Final = patterns.lazy(r"[。；！？]")
# such as — 4 — or 第 4 页
_FOOTER: Final = patterns.lazy(r"\s*[-—–－·第]+\s*\d{1,3}\s*[-—–－·页]+\s*")
_PIECES: Final = patterns.lazy(r"[\s|]+")
# such as 143195440133120, digits of many cells
_GLUED: Final = patterns.lazy(r"\d{10,}")
_LONGEST_LABEL: Final = 90
_FEWEST: Final = 3
_MOST_NAMED: Final = 300
_PROVED: Final[dict[TableName, tuple[str, ...]]] = {
    "review": ("review.", "tables.unlabelled_values"),
    "applications": ("applications.", "tables.unlabelled_values"),
}
"""Findings about the values of a table that say nothing any more once they are placed."""


def place(sheet: Sheet, table: TableName, blocks: Sequence[Block], first: int = 0) -> frozenset[int]:
    """Put the values that stand in a table's section into the sheet, or report them; nothing where the table was read.

    `blocks` are the section's, from number `first` on. Returns which of them, by index, are lines with the values.
    """
    if sheet.lines(table):
        return frozenset()
    tokens = [(at, cell) for at, block in enumerate(blocks) for cell in _tokens(block, first + at)]
    values = [cell.value for _, cell in tokens if cell.filled]
    if len(values) < _FEWEST:
        if any(_GLUED.fullmatch(value.raw) for value in values):
            _report(sheet, table, values)
        return frozenset()
    placed = (table == "review" and _review(sheet, [cell for _, cell in tokens], values)) or (
        table == "applications" and _applications(sheet, values)
    )
    if not placed:
        _report(sheet, table, values)
        return frozenset()
    return frozenset(at for at, cell in tokens if cell.filled and isinstance(blocks[at], Paragraph))


def _tokens(block: Block, number: int) -> Iterator[Token]:
    """The cells of a table, or the pieces of a line that holds nothing but values and labels."""
    if isinstance(block, Table):
        for at, row in enumerate(block.grid):
            cells = {(cell.row, cell.column): cell for cell in row if cell is not None and cell.row == at}
            printed = [cell for cell in cells.values() if cell.text]
            if len(printed) == 1:
                yield from _line(printed[0].text, [token_at(part, printed[0].spot) for part in _parts(printed[0].text)])
            else:
                yield from (token_at(cell.text, cell.spot) for cell in cells.values())
    elif isinstance(block, Paragraph):
        yield from _line(block.text, tokens_in(block.text, _parts(block.text), number))


def _line(text: str, pieces: Sequence[Token]) -> Sequence[Token]:
    """The pieces of a line of text, or of a row with one text; none of a sentence or the foot of a page."""
    labels = sum(len(piece.text) for piece in pieces if piece.label)
    return () if _SENTENCE.search(text) or _FOOTER.fullmatch(text) or labels > _LONGEST_LABEL else pieces


def _parts(text: str) -> list[str]:
    return [part for piece in _PIECES.split(parted.spaced(text)) if piece for part in parted.apart(piece)]


def _review(sheet: Sheet, tokens: Sequence[Token], values: Sequence[CellValue]) -> bool:
    """Put fifteen values of which each five add up, by the block named before them or in the form's order."""
    width = len(RESULTS)
    rows = [values[start : start + width] for start in range(0, len(values), width)]
    if len(values) != width * len(BLOCKS) or not all(adds_up(row) for row in rows):
        return False
    order = _blocks_before(tokens)
    by_name = set(order) == set(BLOCKS)
    if not by_name and (
        tokens[-1].block or any(name not in ("", block) for name, block in zip(order, BLOCKS, strict=True))
    ):
        return False  # names stand behind the values, or at another place than in the form without telling all blocks
    _drop_findings(sheet, "review", values)
    for block, row in zip(order if by_name else BLOCKS, rows, strict=True):
        put_block(sheet, block, row)
    if not by_name:
        _report_order(sheet, "review", values)
    return True


def _blocks_before(tokens: Sequence[Token]) -> list[str]:
    """The block of each five values: the one named last before them, or, of all blocks named before all values, theirs.

    "" where none is named anew.
    """
    first = next((at for at, cell in enumerate(tokens) if cell.filled), len(tokens))
    heads = list(dict.fromkeys(cell.block for cell in tokens[:first] if cell.block))
    if set(heads) == set(BLOCKS):
        return heads
    if len(heads) > 1:  # of a head in two or three rows, one may be lost
        return [*heads, *[""] * len(BLOCKS)][: len(BLOCKS)]
    named, count, found = "", 0, []
    for cell in tokens:
        named = cell.block or named
        if cell.filled:
            if count % len(RESULTS) == 0:
                found.append(named)
                named = ""
            count += 1
    return found


def _applications(sheet: Sheet, values: Sequence[CellValue]) -> bool:
    """Put the lines of a whole table whose sums all hold, in the form's order."""
    width = len(APPLICANTS)
    for form in forms.generations():
        lines = form.tables["applications"].line_keys
        if len(values) != width * len(lines):
            continue
        rows = [values[start : start + width] for start in range(0, len(values), width)]
        printed = {line: dict(zip(APPLICANTS, row, strict=True)) for line, row in zip(lines, rows, strict=True)}
        if complete({line: {column: cell.number for column, cell in row.items()} for line, row in printed.items()}):
            _drop_findings(sheet, "applications", values)
            for line, row in printed.items():
                sheet.put("applications", line, row)
            _report_order(sheet, "applications", values)
            return True
    return False


def _drop_findings(sheet: Sheet, table: TableName, values: Sequence[CellValue]) -> None:
    """Take back what was reported of these values before they were placed."""
    raw = [value.raw for value in values]
    named = {
        " ".join(raw),
        *(
            " ".join(raw[at : at + size])
            for size in (len(RESULTS), len(APPLICANTS))
            for at in range(0, len(raw) - size + 1, size)
        ),
    }
    sheet.findings[:] = [
        finding
        for finding in sheet.findings
        if not (finding.rule.startswith(_PROVED[table]) and any(f" {part}" in finding.detail for part in named))
    ]


def _report_order(sheet: Sheet, table: TableName, values: Sequence[CellValue]) -> None:
    named = " ".join(value.raw for value in values)[:_MOST_NAMED]
    detail = f"The values {named} stand without labels; their number and their sums give them to the form's lines."
    sheet.note(f"{table}.placed_by_order", "warning", detail)


def _report(sheet: Sheet, table: TableName, values: Sequence[CellValue]) -> None:
    """Report values that nothing proves, unless the reading of the tables has."""
    if any(finding.rule.startswith((f"{table}.", "tables.unlabelled_values")) for finding in sheet.findings):
        return
    named = " ".join(value.raw for value in values)[:_MOST_NAMED]
    sheet.note(
        "tables.unlabelled_values", "warning", f"In the section of “{table}”, the values {named} stand without labels."
    )
