"""Tables out of a ruled grid: cells know their columns, so a value is told by its row's label and its column's head.

Knows merged cells and drifting columns; where a row does not sit under its heads, it is read by its order and said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.form import labels, lines, review_heads
from archive.form.cells import BLANK, CellValue
from archive.form.labels import Found
from archive.form.reading import TableName
from archive.form.sheet import Sheet
from archive.form.tokens import Token, token
from archive.reading.document import Table

_FEWEST_HEADS = 5


class Slot(NamedTuple):
    """A printed cell in a row: its token, the columns it covers, and whether it begins in this row."""

    token: Token
    start: int
    width: int
    begins: bool

    def covers(self, column: int) -> bool:
        """Whether the cell lies over this column of the grid."""
        return self.start <= column < self.start + self.width


def read(table: Table, sheet: Sheet, block: str | None = None) -> None:
    """Read one grid into the sheet. `block` is the review block that the text before the table announces."""
    reader = _Grid(sheet, block)
    for row in _rows(table):
        reader.row(row)


def _rows(table: Table) -> Iterator[list[Slot]]:
    for at, row in enumerate(table.grid):
        slots: list[Slot] = []
        last = None
        for column, cell in enumerate(row):
            if cell is not None and cell is not last:
                width = cell.columns if cell.column == column else cell.column + cell.columns - column
                slots.append(Slot(token(cell.text), column, max(width, 1), cell.row == at))
            last = cell
        yield slots


class _Grid:
    """The state between the rows of one grid."""

    def __init__(self, sheet: Sheet, block: str | None) -> None:
        self._sheet = sheet
        self._mode: TableName | None = None
        self._applicants: dict[int, str] = {}
        self._heads: list[tuple[Slot, tuple[str, str]]] = []
        self._stack: dict[int, list[str]] = {}
        self._block = block
        self._group = ""

    def row(self, slots: list[Slot]) -> None:
        """Read one row."""
        texts = [i for i, slot in enumerate(slots) if slot.token.label]
        before = self._group
        for i in texts:
            self._group = slots[i].token.group or self._group
        line = self._line(slots, texts)
        if line is not None:
            self._data(slots, *line)
        elif not (self._block_row(slots, texts) or self._header(slots)):
            self._group = before if not texts else self._group
            self._other(slots, texts)

    def _line(self, slots: Sequence[Slot], texts: Sequence[int]) -> tuple[Found, int] | None:
        """The line that the row's label means, and where in the row the label ends."""
        zone = self._label_zone(slots, texts)
        if not zone or self._all_heads(slots, texts):
            return None
        lexicon = labels.lexicon()
        last = slots[zone[-1]].token
        ambiguous = last.applicant is not None or last.result is not None
        if ambiguous and self._mode != "applications":
            return None
        if (found := lexicon.find(last.label, self._group)) and (found.fit == "exact" or self._numbers(slots)):
            lines.say_fit(self._sheet, found, last.text.strip())
            return found, zone[-1]
        joined = labels.key("".join(slots[i].token.text for i in zone[-2:]))
        if len(zone) > 1 and lexicon.exact(joined) and (found := lexicon.find(joined, self._group)):
            return found, zone[-1]
        return None

    def _label_zone(self, slots: Sequence[Slot], texts: Sequence[int]) -> list[int]:
        """The labels left of the first value; a cell that came down from a row above is a group, not a label."""
        texts = [i for i in texts if slots[i].begins]
        values = [i for i, slot in enumerate(slots) if slot.token.filled and slot.begins]
        if values:
            return [i for i in texts if i < values[0]] or []
        first = min(self._applicants, default=10_000) if self._mode == "applications" else 10_000
        return [i for i in texts if slots[i].start < first]

    def _all_heads(self, slots: Sequence[Slot], texts: Sequence[int]) -> bool:
        heads = sum(
            1
            for i in texts
            if slots[i].begins and (slots[i].token.applicant or slots[i].token.result or slots[i].token.disclosure)
        )
        return heads > 1 and not self._numbers(slots)

    def _numbers(self, slots: Sequence[Slot]) -> bool:
        return any(slot.token.filled and slot.begins for slot in slots)

    def _data(self, slots: Sequence[Slot], found: Found, label: int) -> None:
        self._mode = found.line.table
        self._group = found.line.group or self._group
        rest = [slot for slot in slots[label + 1 :] if slot.begins]
        if found.line.table == "disclosure":
            lines.put_disclosure(self._sheet, found, [head for _, head in self._heads], self._under_heads(rest))
            return
        cells = self._by_columns(rest)
        if cells is None or len(cells) == len(lines.APPLICANTS):
            ordered = list(cells.values()) if cells else [slot.token.value for slot in rest]
            lines.put_applicants(self._sheet, found, ordered)
        else:
            lines.put_some(self._sheet, found, cells)

    def _by_columns(self, rest: Sequence[Slot]) -> dict[str, CellValue] | None:
        """The cells under their heads; None where the row does not sit under them."""
        heads = self._applicants
        if len(heads) < _FEWEST_HEADS or (len(heads) < len(lines.APPLICANTS) and len(rest) != len(heads)):
            return None
        cells: dict[str, CellValue] = {}
        used: set[int] = set()
        over = {column: slot for slot in rest for column in range(slot.start, slot.start + slot.width)}
        for column, applicant in heads.items():
            slot = over.get(column)
            if slot is None or (slot.start in used and not slot.token.blank):
                return None
            used.add(slot.start)
            cells[applicant] = slot.token.value
        if any(slot.token.filled and slot.start not in used for slot in rest):
            return None
        return {applicant: cells[applicant] for applicant in lines.APPLICANTS if applicant in cells}

    def _under_heads(self, rest: Sequence[Slot]) -> list[CellValue]:
        """The values of a disclosure row, one a head: by order where counts agree, else by the columns they cover."""
        heads = [slot for slot, _ in self._heads]
        if len(rest) == len(heads) or not heads:
            return [slot.token.value for slot in rest]
        under: list[CellValue] = []
        for head in heads:
            inside = [slot for slot in rest if head.covers(slot.start) or slot.covers(head.start)]
            filled = [slot.token.value for slot in inside if not slot.token.blank]
            if len(filled) > 1 or not inside:
                return [slot.token.value for slot in rest]
            under.append(filled[0] if filled else BLANK)
        filled_before = sum(1 for slot in rest if slot.token.filled)
        return (
            under
            if filled_before == sum(1 for value in under if value.state != "blank")
            else [slot.token.value for slot in rest]
        )

    def _header(self, slots: Sequence[Slot]) -> bool:
        """Take over column heads; False where the row holds none."""
        begins = [slot for slot in slots if slot.begins and slot.token.label]
        if any(slot.token.disclosure for slot in begins) and not self._numbers(slots):
            self._mode = "disclosure"
            self._heads = [(slot, slot.token.disclosure) for slot in begins if slot.token.disclosure]
            for slot, _ in self._heads:
                lines.say_unit(self._sheet, slot.token.text)
            return True
        mode = self._header_mode(begins)
        if mode is None or self._numbers(slots):
            return False
        if mode != self._mode:
            self._stack = {}
        self._mode = mode
        for slot in begins:
            if mode == "review":
                for column in range(slot.start, slot.start + slot.width):
                    self._stack.setdefault(column, []).append(slot.token.label)
            elif slot.token.applicant:
                self._applicants = {c: a for c, a in self._applicants.items() if a != slot.token.applicant}
                self._applicants[slot.start] = slot.token.applicant
        return True

    def _header_mode(self, begins: Sequence[Slot]) -> TableName | None:
        words = [slot.token for slot in begins]
        if any(word.applicant and not word.result and word.applicant != "other_organization" for word in words) or any(
            "申请人" in word.label or "法人" in word.label for word in words
        ):
            return "applications"
        if any(word.block or (word.result and not word.applicant) or "行政诉讼" in word.label for word in words):
            return "review"
        known = any(word.applicant or word.result for word in words)
        return self._mode if (known or self._mode == "review") and begins else None

    def _block_row(self, slots: Sequence[Slot], texts: Sequence[int]) -> bool:
        """A row of five values with the name of its review block before them."""
        block = next((slots[i].token.block for i in texts if slots[i].token.block), None)
        values = [slot.token.value for slot in slots if slot.begins and not slot.token.label]
        if block is None or len(values) != len(lines.RESULTS) or not self._numbers(slots):
            return False
        lines.put_block(self._sheet, block, values)
        return True

    def _other(self, slots: Sequence[Slot], texts: Sequence[int]) -> None:
        values = [slot for slot in slots if slot.begins and not slot.token.label]
        filled = [slot.token.value for slot in values if slot.token.filled]
        own = [i for i in texts if slots[i].begins]
        if self._mode == "review" and values:
            self._results(values, filled)
        elif self._mode == "applications" and len(filled) >= len(lines.APPLICANTS) and not own:
            self._sheet.lost_label(tuple(filled))
        elif self._mode is not None and own and filled and len(filled) >= 2:
            printed = " ".join(value.raw for value in filled)
            label = slots[own[-1]].token.text.strip()
            self._sheet.note(
                "tables.unknown_label", "warning", f"The label “{label}” is not in any form; its values are {printed}."
            )

    def _results(self, values: Sequence[Slot], filled: Sequence[CellValue]) -> None:
        """A row of review values, under their heads or, fifteen of them, in the form's order."""
        if not filled and self._sheet.lines("review"):
            return
        over = {column: slot for slot in values for column in range(slot.start, slot.start + slot.width)}
        heads = review_heads.columns(self._stack, self._block)
        under = {head: over[column].token.value for column, head in heads.items() if column in over}
        if heads and len(under) == len(heads) == len(values):
            for block in dict.fromkeys(block for block, _ in heads.values()):
                lines.put_block(self._sheet, block, [under[block, result] for result in lines.RESULTS])
            return
        in_order = [slot.token.value for slot in values]
        if not lines.put_review(self._sheet, in_order) and not lines.put_review(self._sheet, filled) and filled:
            printed = " ".join(value.raw for value in filled)
            detail = f"The table has the values {printed}, which do not fit its columns."
            self._sheet.note("review.unplaced", "error", detail)
