"""The statutory tables in a ruled grid: a value's line and column follow from its row's label and its column's head.

Handles merged cells and shifted columns: a row that does not align with the heads is read by its order, with a finding.
Which value goes where depends on the labels, on the columns that each cell covers, and on which cells are blank, and
not on the numbers. `_plan` works it out once (cached) for all tables that share that skeleton; the resulting steps then
take the values.
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
from archive.extract.tables.row_numbers import drop_row_numbers
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.tokens import token
from archive.extract.tables.transposed import PrintedCell, Skeleton, is_transposed, transpose

Values = Sequence[CellValue]
Step = Callable[[Sheet, Values], None]
"""Puts some of a table's values (given all, in reading order) into the sheet, or reports something about them."""
_VALUE_TOKEN, _BLANK_TOKEN = token("0"), token("")


def read(table: Table, sheet: Sheet, block: str | None = None) -> None:
    """Read one grid into the sheet. `block` is the review block that the text before the table announces."""
    table = drop_row_numbers(table)
    skeleton, values = _skeleton_and_values(table)
    steps = _plan(skeleton, block)
    if steps is None:
        skeleton, values = _skeleton_and_values(transpose(table))
        steps = _steps(skeleton, block)
    for step in steps:
        step(sheet, values)


def _skeleton_and_values(table: Table) -> tuple[Skeleton, Values]:
    """The skeleton that a plan depends on, and the values, in reading order, that its steps take."""
    values: list[CellValue] = []
    skeleton: list[tuple[PrintedCell, ...]] = []
    for at, row in enumerate(table.grid):
        printed: list[PrintedCell] = []
        last = None
        for column, cell in enumerate(row):
            if cell is not last and cell is not None:
                text, begins, first, tall, wide, _, _, spot = cell
                shown, value = _cell_shape(text)
                values.append(value.at(spot))
                width = wide if first == column else max(first + wide - column, 1)
                printed.append((shown, column, width, begins == at, tall > 1))
            last = cell
        skeleton.append(tuple(printed))
    return tuple(skeleton), values


@lru_cache(maxsize=8192)
def _cell_shape(text: str) -> tuple[str | bool, CellValue]:
    """A cell's part of the skeleton (its text if it is a label, else whether it is filled), and its value."""
    cell = token(text)
    return cell.text if cell.label else cell.filled, cell.value


@lru_cache(maxsize=128)
def _plan(skeleton: Skeleton, block: str | None) -> tuple[Step, ...] | None:
    """The steps for all tables with this skeleton; None where the table is transposed."""
    return None if is_transposed(skeleton) else _steps(skeleton, block)


def _steps(skeleton: Skeleton, block: str | None) -> tuple[Step, ...]:
    reader = _Grid(block)
    position = 0
    for row in skeleton:
        slots = []
        for shape, start, width, begins, tall in row:
            cell = token(shape) if isinstance(shape, str) else _VALUE_TOKEN if shape else _BLANK_TOKEN
            slots.append(Slot(cell, start, width, begins, tall, position))
            position += 1
        reader.row(slots)
    return tuple(reader.steps)


def _picker(positions: Sequence[int]) -> Callable[[Values], Values]:
    """A function that takes the values at these positions."""
    return itemgetter(*positions) if len(positions) > 1 else lambda values: [values[at] for at in positions]


def _at(positions: Sequence[int | None], values: Values) -> list[CellValue]:
    """The values at these positions; a blank for None."""
    return [values[position] if position is not None else BLANK for position in positions]


def _join_raw(positions: Sequence[int], values: Values) -> str:
    return " ".join(values[position].raw for position in positions)


class _Grid:
    """Plans one grid row by row: holds what the rows so far established, and collects the `steps`."""

    def __init__(self, block: str | None) -> None:
        self.steps: list[Step] = []
        self._table: TableName | None = None
        self._applicants: dict[int, str] = {}
        self._subtotal: int | None = None
        self._heads: list[tuple[Slot, tuple[str, str]]] = []
        self._stack: dict[int, list[str]] = {}
        self._block = block
        self._results_read = False
        self._group = ""

    def row(self, slots: list[Slot]) -> None:
        """Plan one row: a line of a table, a review block, column heads, or a row without a line."""
        texts = [i for i, slot in enumerate(slots) if slot.token.label]
        before = self._group
        for i in texts:
            self._group = slots[i].token.group or self._group
        line = self._labelled_line(slots, texts, before)
        if line is not None:
            self._data_row(slots, *line)
        elif not (self._named_block_row(slots, texts) or self._head_row(slots)):
            self._group = before if not texts else self._group
            self._row_without_line(slots, texts)

    def _labelled_line(self, slots: Sequence[Slot], texts: Sequence[int], before: str) -> tuple[Found, int] | None:
        """The line that the row's label means, and the index of the label's last cell; None for a row without one.

        `before` is the group of the previous row: the cell that names a group may end one row too early. A group's cell
        that spans several rows is no row's label.
        """
        zone = self._label_zone(slots, texts)
        if not zone or self._is_head_row(slots, texts):
            return None
        lexicon = labels.lexicon()
        last = slots[zone[-1]].token
        if last.group and slots[zone[-1]].tall:
            return None
        ambiguous = last.applicant is not None or last.result is not None
        if ambiguous and self._table != "applications":
            return None
        found = lexicon.find(last.label, self._group) or lexicon.find(last.label, before)
        if found and (found.fit == "exact" or self._has_values(slots)):
            self._report_inexact_label(found, last.text.strip())
            return found, zone[-1]
        joined = labels.key("".join(slots[i].token.text for i in zone[-2:]))
        if len(zone) > 1 and lexicon.exact(joined) and (found := lexicon.find(joined, self._group)):
            return found, zone[-1]
        return None

    def _report_inexact_label(self, found: Found, printed: str) -> None:
        if found.fit != "exact":
            self.steps.append(lambda sheet, _: line_values.report_inexact_label(sheet, found, printed))

    def _label_zone(self, slots: Sequence[Slot], texts: Sequence[int]) -> list[int]:
        """The labels (indices) left of the first value. A cell that began in a row above is a group, not a label."""
        texts = [i for i in texts if slots[i].begins]
        values = [i for i, slot in enumerate(slots) if slot.token.filled and slot.begins]
        if values:
            return [i for i in texts if i < values[0]] or []
        first = min(self._applicants, default=10_000) if self._table == "applications" else 10_000
        return [i for i in texts if slots[i].start < first]

    def _is_head_row(self, slots: Sequence[Slot], texts: Sequence[int]) -> bool:
        heads = sum(
            1
            for i in texts
            if slots[i].begins and (slots[i].token.applicant or slots[i].token.result or slots[i].token.disclosure)
        )
        return heads > 1 and not self._has_values(slots)

    def _has_values(self, slots: Sequence[Slot]) -> bool:
        return any(slot.token.filled and slot.begins for slot in slots)

    def _data_row(self, slots: Sequence[Slot], found: Found, label: int) -> None:
        self._table = found.line.table
        self._group = found.line.group or self._group
        row = [slot for slot in slots[label + 1 :] if slot.begins]
        if found.line.table == "disclosure":
            heads, under = (
                [head for _, head in self._heads],
                columns.of_disclosure([slot for slot, _ in self._heads], row),
            )
            self.steps.append(lambda sheet, values: line_values.put_disclosure(sheet, found, heads, _at(under, values)))
            return
        cells = columns.of_applicants(self._applicants, row)
        if cells is None and columns.merged(self._applicants, row):
            picked = _picker([slot.position for slot in row])
            self.steps.append(lambda sheet, values: line_values.put_merged(sheet, found, picked(values)))
        elif cells is None or len(cells) == len(line_values.APPLICANTS):
            in_order = [slot.position for slot in row]
            ordered = list(cells.values()) if cells else in_order
            by_heads, printed = _picker(ordered), _picker(in_order) if ordered != in_order else None
            subtotal = self._subtotal_position() if cells is None else None
            self.steps.append(
                lambda sheet, values: line_values.put_applicants(
                    sheet, found, by_heads(values), printed(values) if printed else None, subtotal
                )
            )
        else:
            self.steps.append(
                lambda sheet, values: line_values.put_partial_line(
                    sheet, found, {key: values[at] for key, at in cells.items()}
                )
            )

    def _subtotal_position(self) -> int | None:
        """The index among a row's values of the sum of the organisations; None where no head names it."""
        if self._subtotal is None:
            return None
        heads = self._applicants | {self._subtotal: line_values.SUBTOTAL}
        return line_values.subtotal_position([heads[column] for column in sorted(heads)])

    def _head_row(self, slots: Sequence[Slot]) -> bool:
        """Store the row's column heads; False where it has none."""
        begins = [slot for slot in slots if slot.begins and slot.token.label]
        if any(slot.token.disclosure for slot in begins) and not self._has_values(slots):
            self._table = "disclosure"
            self._heads = [(slot, slot.token.disclosure) for slot in begins if slot.token.disclosure]
            for slot, _ in self._heads:
                self._report_unit(slot.token.text)
            return True
        table_of_heads = self._table_of_heads(begins)
        if table_of_heads is None or self._has_values(slots):
            return False
        if table_of_heads != self._table:
            self._stack = {}
        self._table = table_of_heads
        if table_of_heads == "review" and self._results_read:
            self._begin_next_block(begins)
        for slot in begins:
            if table_of_heads == "review":
                for column in range(slot.start, slot.start + slot.width):
                    self._stack.setdefault(column, []).append(slot.token.label)
            elif slot.token.applicant:
                self._applicants = {c: a for c, a in self._applicants.items() if a != slot.token.applicant}
                self._applicants[slot.start] = slot.token.applicant
            elif slot.token.subtotal:
                self._subtotal = slot.start
        return True

    def _begin_next_block(self, begins: Sequence[Slot]) -> None:
        """Begin the heads anew for a block below another; where only its name comes, the heads of the results stay."""
        named_only = not any(slot.token.result for slot in begins)
        self._stack = review_heads.results_only(self._stack) if named_only else {}
        self._results_read = False

    def _report_unit(self, head: str) -> None:
        self.steps.append(lambda sheet, _: line_values.report_unit(sheet, head))

    def _table_of_heads(self, begins: Sequence[Slot]) -> TableName | None:
        heads = [slot.token for slot in begins]
        if any(head.applicant and not head.result and head.applicant != "other_organization" for head in heads) or any(
            "申请人" in head.label or "法人" in head.label for head in heads
        ):
            return "applications"
        if any(head.block or (head.result and not head.applicant) or "行政诉讼" in head.label for head in heads):
            return "review"
        known = any(head.applicant or head.result for head in heads)
        return self._table if (known or self._table == "review") and begins else None

    def _named_block_row(self, slots: Sequence[Slot], texts: Sequence[int]) -> bool:
        """Plan five values behind the name of their review block; False where the row is no such row."""
        block = next((slots[i].token.block for i in texts if slots[i].token.block), None)
        positions = [slot.position for slot in slots if slot.begins and not slot.token.label]
        if block is None or len(positions) != len(line_values.RESULTS) or not self._has_values(slots):
            return False
        printed = dict(zip(review_heads.order(self._stack), positions, strict=True))
        self._put_block(block, [printed[result] for result in line_values.RESULTS])
        return True

    def _put_block(self, block: str, positions: Sequence[int]) -> None:
        picked = _picker(positions)
        self.steps.append(lambda sheet, values: line_values.put_block(sheet, block, picked(values)))

    def _row_without_line(self, slots: Sequence[Slot], texts: Sequence[int]) -> None:
        """A row that is neither a line with its label, nor heads, nor a block of the review table with its name."""
        cells = [slot for slot in slots if slot.begins and not slot.token.label]
        filled = [slot.position for slot in cells if slot.token.filled]
        labelled = [slot for slot in (slots[i] for i in texts) if slot.begins]
        if self._table == "review":
            if cells:
                self._review_row(cells, filled)
                self._results_read = self._results_read or bool(filled)
        elif labelled:
            self._unknown_label(labelled[-1].token.text.strip(), filled)
        else:
            self._values_without_label(filled, in_group=bool(texts))

    def _unknown_label(self, label: str, filled: Sequence[int]) -> None:
        """Report two or more values under heads beside a label that no form has."""
        if self._table is not None and len(filled) >= 2:
            self.steps.append(
                lambda sheet, values: line_values.report_unknown_label(sheet, label, _join_raw(filled, values))
            )

    def _values_without_label(self, filled: Sequence[int], *, in_group: bool) -> None:
        """Report values without a label, or store them until the whole table is read; `in_group`: a cell from above
        labels the row too."""
        if self._table is None and not in_group and len(filled) in self._review_widths():
            report = line_values.report_unplaced_values
        elif self._table is None and len(filled) >= len(line_values.RESULTS):
            report = line_values.report_headless_values
        elif self._table == "disclosure" and filled:
            report = line_values.report_unlabelled_values
        elif self._table == "applications" and len(filled) >= len(line_values.APPLICANTS):
            self.steps.append(lambda sheet, values: sheet.add_unlabelled(tuple(values[at] for at in filled)))
            return
        else:
            return
        self.steps.append(lambda sheet, values: report(sheet, _join_raw(filled, values)))

    def _review_widths(self) -> tuple[int, ...]:
        """How many values without heads or label may be review results; five only where the text named a block."""
        results = len(line_values.RESULTS)
        return (results * len(line_values.BLOCKS), results) if self._block else (results * len(line_values.BLOCKS),)

    def _review_row(self, cells: Sequence[Slot], filled: Sequence[int]) -> None:
        """Plan review results, under their heads or, fifteen of them, in the form's order; a remark may follow."""
        cell_at = {column: slot for slot in cells for column in range(slot.start, slot.start + slot.width)}
        heads = review_heads.columns(self._stack, self._block)
        under = {head: cell_at[column].position for column, head in heads.items() if column in cell_at}
        after_heads = [slot.position for slot in cells if slot.start > max(heads, default=-1)]
        fits = bool(heads) and len(set(under.values())) == len(heads) == len(cells) - len(after_heads)
        blocks = (
            {block: [under[block, result] for result in line_values.RESULTS] for block, _ in heads.values()}
            if fits
            else {}
        )
        in_order = [slot.position for slot in cells]

        def put(sheet: Sheet, values: Values) -> None:
            if not filled and sheet.lines("review"):
                return
            under_heads = blocks if all(values[at].number is None for at in after_heads) else {}
            for block, positions in under_heads.items():
                line_values.put_block(sheet, block, [values[at] for at in positions])
            if not under_heads and not any(
                line_values.put_review(sheet, _at(positions, values)) for positions in (in_order, filled)
            ):
                line_values.report_unplaced_values(sheet, _join_raw(filled, values))

        self.steps.append(put)
