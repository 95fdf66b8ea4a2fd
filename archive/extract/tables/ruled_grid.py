"""Tables out of a ruled grid: cells know their columns, so a value is told by its row's label and its column's head.

Knows merged cells and drifting columns; where a row does not sit under its heads, it is read by its order and said so.
What is to be done with the values follows from the labels, from where each cell stands and from which are blank. That
plan is made once for all tables that are printed alike; then only the values are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter

from archive.extract.layout.document import Table
from archive.extract.report import labels
from archive.extract.report.cells import BLANK, CellValue
from archive.extract.report.labels import Found
from archive.extract.report.model import TableName
from archive.extract.tables import columns, line_values, review_heads
from archive.extract.tables.columns import Slot
from archive.extract.tables.row_numbers import unnumbered
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.tokens import token
from archive.extract.tables.transposed import Printed, Skeleton, lies, turned

Values = Sequence[CellValue]
Step = Callable[[Sheet, Values], None]
"""Does one thing with the values of a table, all of them in reading order."""
_FILLED, _BLANK = token("0"), token("")


def read(table: Table, sheet: Sheet, block: str | None = None) -> None:
    """Read one grid into the sheet. `block` is the review block that the text before the table announces."""
    table = unnumbered(table)
    skeleton, values = _printed(table)
    steps = _plan(skeleton, block)
    if steps is None:
        skeleton, values = _printed(turned(table))
        steps = _steps(skeleton, block)
    for step in steps:
        step(sheet, values)


def _printed(table: Table) -> tuple[Skeleton, Values]:
    """What a plan depends on, and the values it is for."""
    values: list[CellValue] = []
    skeleton: list[tuple[Printed, ...]] = []
    for at, row in enumerate(table.grid):
        printed: list[Printed] = []
        last = None
        for column, cell in enumerate(row):
            if cell is not last and cell is not None:
                shown, value = _shown(cell.text)
                values.append(value)
                width = cell.columns if cell.column == column else max(cell.column + cell.columns - column, 1)
                printed.append((shown, column, width, cell.row == at, cell.rows > 1))
            last = cell
        skeleton.append(tuple(printed))
    return tuple(skeleton), values


@lru_cache(maxsize=8192)
def _shown(text: str) -> tuple[str | bool, CellValue]:
    """A cell's part in the plan, its text or whether it is filled, and its value."""
    said = token(text)
    return said.text if said.label else said.filled, said.value


@lru_cache(maxsize=128)
def _plan(skeleton: Skeleton, block: str | None) -> tuple[Step, ...] | None:
    """What is to be done with the values of a table that is printed like this; None where it lies on its side."""
    return None if lies(skeleton) else _steps(skeleton, block)


def _steps(skeleton: Skeleton, block: str | None) -> tuple[Step, ...]:
    reader = _Grid(block)
    place = 0
    for row in skeleton:
        slots = []
        for said, start, width, begins, tall in row:
            known = token(said) if isinstance(said, str) else _FILLED if said else _BLANK
            slots.append(Slot(known, start, width, begins, tall, place))
            place += 1
        reader.row(slots)
    return tuple(reader.steps)


def _picker(places: Sequence[int]) -> Callable[[Values], Values]:
    """What takes the values at these places."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[at] for at in places]


def _at(places: Sequence[int | None], values: Values) -> list[CellValue]:
    """The values at these places; a blank where there is no place."""
    return [values[place] if place is not None else BLANK for place in places]


def _raw(places: Sequence[int], values: Values) -> str:
    return " ".join(values[place].raw for place in places)


class _Grid:
    """The state between the rows of one grid; `steps` is what is to be done with its values."""

    def __init__(self, block: str | None) -> None:
        self.steps: list[Step] = []
        self._mode: TableName | None = None
        self._applicants: dict[int, str] = {}
        self._subtotal: int | None = None
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
        line = self._line(slots, texts, before)
        if line is not None:
            self._data(slots, *line)
        elif not (self._block_row(slots, texts) or self._header(slots)):
            self._group = before if not texts else self._group
            self._other(slots, texts)

    def _line(self, slots: Sequence[Slot], texts: Sequence[int], before: str) -> tuple[Found, int] | None:
        """The line that the row's label means, and where in the row the label ends.

        Where the cell that names a group ends too early, the row is still in the group of the row `before`; where it
        goes on below, it is not the row's own label.
        """
        zone = self._label_zone(slots, texts)
        if not zone or self._all_heads(slots, texts):
            return None
        lexicon = labels.lexicon()
        last = slots[zone[-1]].token
        if last.group and slots[zone[-1]].tall:
            return None
        ambiguous = last.applicant is not None or last.result is not None
        if ambiguous and self._mode != "applications":
            return None
        found = lexicon.find(last.label, self._group) or lexicon.find(last.label, before)
        if found and (found.fit == "exact" or self._numbers(slots)):
            self._say_fit(found, last.text.strip())
            return found, zone[-1]
        joined = labels.key("".join(slots[i].token.text for i in zone[-2:]))
        if len(zone) > 1 and lexicon.exact(joined) and (found := lexicon.find(joined, self._group)):
            return found, zone[-1]
        return None

    def _say_fit(self, found: Found, printed: str) -> None:
        if found.fit != "exact":
            self.steps.append(lambda sheet, _: line_values.say_fit(sheet, found, printed))

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
            heads, under = (
                [head for _, head in self._heads],
                columns.of_disclosure([slot for slot, _ in self._heads], rest),
            )
            self.steps.append(lambda sheet, values: line_values.put_disclosure(sheet, found, heads, _at(under, values)))
            return
        cells = columns.of_applicants(self._applicants, rest)
        if cells is None and columns.merged(self._applicants, rest):
            picked = _picker([slot.place for slot in rest])
            self.steps.append(lambda sheet, values: line_values.put_merged(sheet, found, picked(values)))
        elif cells is None or len(cells) == len(line_values.APPLICANTS):
            in_order = [slot.place for slot in rest]
            ordered = list(cells.values()) if cells else in_order
            told, printed = _picker(ordered), _picker(in_order) if ordered != in_order else None
            subtotal = self._subtotal_place() if cells is None else None
            self.steps.append(
                lambda sheet, values: line_values.put_applicants(
                    sheet, found, told(values), printed(values) if printed else None, subtotal
                )
            )
        else:
            self.steps.append(
                lambda sheet, values: line_values.put_some(sheet, found, {key: values[at] for key, at in cells.items()})
            )

    def _subtotal_place(self) -> int | None:
        """Where the heads put the sum of the organisations among a row's values."""
        if self._subtotal is None:
            return None
        heads = self._applicants | {self._subtotal: line_values.SUBTOTAL}
        return line_values.subtotal_place([heads[column] for column in sorted(heads)])

    def _header(self, slots: Sequence[Slot]) -> bool:
        """Take over column heads; False where the row holds none."""
        begins = [slot for slot in slots if slot.begins and slot.token.label]
        if any(slot.token.disclosure for slot in begins) and not self._numbers(slots):
            self._mode = "disclosure"
            self._heads = [(slot, slot.token.disclosure) for slot in begins if slot.token.disclosure]
            for slot, _ in self._heads:
                self._say_unit(slot.token.text)
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
            elif slot.token.subtotal:
                self._subtotal = slot.start
        return True

    def _say_unit(self, head: str) -> None:
        self.steps.append(lambda sheet, _: line_values.say_unit(sheet, head))

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
        places = [slot.place for slot in slots if slot.begins and not slot.token.label]
        if block is None or len(places) != len(line_values.RESULTS) or not self._numbers(slots):
            return False
        self._put_block(block, places)
        return True

    def _put_block(self, block: str, places: Sequence[int]) -> None:
        picked = _picker(places)
        self.steps.append(lambda sheet, values: line_values.put_block(sheet, block, picked(values)))

    def _other(self, slots: Sequence[Slot], texts: Sequence[int]) -> None:
        rest = [slot for slot in slots if slot.begins and not slot.token.label]
        filled = [slot.place for slot in rest if slot.token.filled]
        own = [i for i in texts if slots[i].begins]
        if self._mode == "review" and rest:
            self._results(rest, filled)
        elif self._mode is None and not texts and len(filled) in self._review_widths():
            self.steps.append(lambda sheet, values: line_values.say_unplaced(sheet, _raw(filled, values)))
        elif self._mode == "applications" and len(filled) >= len(line_values.APPLICANTS) and not own:
            self.steps.append(lambda sheet, values: sheet.lost_label(tuple(values[at] for at in filled)))
        elif self._mode == "disclosure" and filled and not own:
            self.steps.append(lambda sheet, values: line_values.say_unlabelled(sheet, _raw(filled, values)))
        elif self._mode is None and len(filled) >= len(line_values.RESULTS) and not own:
            self.steps.append(lambda sheet, values: line_values.say_headless(sheet, _raw(filled, values)))
        elif self._mode is not None and own and filled and len(filled) >= 2:
            label = slots[own[-1]].token.text.strip()
            self.steps.append(lambda sheet, values: line_values.say_unknown(sheet, label, _raw(filled, values)))

    def _review_widths(self) -> tuple[int, ...]:
        """How many values alone in a row can be those of the review table; five only where the text names a block."""
        results = len(line_values.RESULTS)
        return (results * len(line_values.BLOCKS), results) if self._block else (results * len(line_values.BLOCKS),)

    def _results(self, rest: Sequence[Slot], filled: Sequence[int]) -> None:
        """A row of review values, under their heads or, fifteen of them, in the form's order; a remark may follow."""
        over = {column: slot for slot in rest for column in range(slot.start, slot.start + slot.width)}
        heads = review_heads.columns(self._stack, self._block)
        under = {head: over[column].place for column, head in heads.items() if column in over}
        behind = [slot.place for slot in rest if slot.start > max(heads, default=-1)]
        fits = bool(heads) and len(set(under.values())) == len(heads) == len(rest) - len(behind)
        blocks = (
            {block: [under[block, result] for result in line_values.RESULTS] for block, _ in heads.values()}
            if fits
            else {}
        )
        in_order = [slot.place for slot in rest]

        def put(sheet: Sheet, values: Values) -> None:
            if not filled and sheet.lines("review"):
                return
            under_heads = blocks if all(values[at].number is None for at in behind) else {}
            for block, places in under_heads.items():
                line_values.put_block(sheet, block, [values[at] for at in places])
            if not under_heads and not any(
                line_values.put_review(sheet, _at(places, values)) for places in (in_order, filled)
            ):
                line_values.say_unplaced(sheet, _raw(filled, values))

        self.steps.append(put)
