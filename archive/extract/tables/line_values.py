"""A line that was found and the values beside it, taken over into the sheet; the same for every table reader."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.report import forms
from archive.extract.report.cells import BLANK, CellValue, unreadable, whole
from archive.extract.report.labels import Found
from archive.extract.report.model import Severity
from archive.extract.tables import generation, numeral_one, value_placement
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.value_placement import Arranged, How

APPLICANTS = forms.load("2021").tables["applications"].column_keys
SUBTOTAL = "subtotal"
RESULTS = forms.load("2021").tables["review"].column_keys
BLOCKS = forms.load("2021").tables["review"].line_keys

_SUBTOTAL_TOLD: tuple[str, Severity, str] = (
    "subtotal",
    "info",
    "an eighth value, the sum of the organisations, was left out",
)
_TOLD: dict[How, tuple[str, Severity, str]] = {
    "subtotal": _SUBTOTAL_TOLD,
    "subtotal_before": _SUBTOTAL_TOLD,
    "subtotal_behind": _SUBTOTAL_TOLD,
    "page_number": ("extra_value", "warning", "a value more than columns was left out because the others add up"),
    "merged_digits": (
        "digits_merged",
        "warning",
        "parted digits were joined to one number because the line then adds up",
    ),
    "index_joined": (
        "index_joined",
        "warning",
        "the row's number was printed before the first value; without it the line adds up",
    ),
    "heads_ignored": (
        "heads_ignored",
        "warning",
        "they do not add up as they stand under the heads, but do in the form's order",
    ),
    "heads_doubted": (
        "heads_doubted",
        "warning",
        "the heads over them give another order than the form's, and no sum decides between the two",
    ),
    "total_only": (
        "unplaced",
        "warning",
        "values are missing; the total is proved by the sum, the other places are not",
    ),
    "unplaced": ("unplaced", "error", "the values do not fit the columns and were not placed"),
}
_UNITS = {line.key: line.unit for form in forms.both() for line in form.tables["disclosure"].lines if line.unit}
_MONEY = (("收费", "fees"), ("采购", "procurement"))


def say_unit(sheet: Sheet, head: str) -> None:
    """Report a column head that names another unit of money than the form's."""
    line = next((line for word, line in _MONEY if word in head), None)
    named = "万元" if "万元" in head else "元" if "元" in head else None
    if line and named and named != _UNITS[line]:
        detail = f"“{head.strip()}” names another unit than the form's {_UNITS[line]}. The printed numbers are kept."
        sheet.note(f"disclosure.{line}.unit", "warning", detail, "source")


def say_fit(sheet: Sheet, found: Found, printed: str) -> None:
    """Report a label that is not one of the known wordings."""
    if found.fit != "exact":
        kind = "a short form" if found.fit == "short" else "a misprint"
        sheet.note(
            f"{found.line.table}.{found.line.key}.label",
            "info",
            f"“{printed}” was taken for {kind} of “{found.line.label}”.",
        )


def say_unknown(sheet: Sheet, label: str, values: str) -> None:
    """Report a label that no form has, with the values beside it."""
    detail = f"The label “{label}” is not in any form; its values are {values}."
    sheet.note("tables.unknown_label", "warning", detail)


def say_unlabelled(sheet: Sheet, values: str) -> None:
    """Report values of the disclosure table that stand without a label."""
    detail = f"The values {values} stand without a label and were not placed."
    sheet.note("disclosure.unlabelled_rows", "warning", detail)


def say_headless(sheet: Sheet, values: str) -> None:
    """Report values of a table that has neither labels nor heads."""
    detail = f"The values {values} stand in a table without labels and heads and were not placed."
    sheet.note("tables.unlabelled_values", "warning", detail)


def say_unplaced(sheet: Sheet, values: str) -> None:
    """Report values of the review table that do not fit its columns; nothing where there are none."""
    if values:
        detail = f"The table has the values {values}, which do not fit its columns."
        sheet.note("review.unplaced", "error", detail)


def put_applicants(
    sheet: Sheet,
    found: Found,
    values: Sequence[CellValue],
    printed: Sequence[CellValue] | None = None,
    subtotal: int | None = None,
) -> None:
    """Put the values of an applications line, in the order of the form's columns as the heads tell it, into the sheet.

    `printed` are the same values as they stand, where heads tell another order: they may be merged wrongly.
    `subtotal` is the place among the values of the sum of the organisations, where the heads tell one.
    """
    arranged = (
        value_placement.applicants(values, subtotal)
        if printed is None
        else value_placement.under_heads(values, printed)
    )
    _put_arranged(sheet, found, values, arranged)


def put_merged(sheet: Sheet, found: Found, values: Sequence[CellValue]) -> None:
    """Put the values of an applications line of which one lies under several heads."""
    _put_arranged(sheet, found, values, value_placement.merged(values))


def _put_arranged(sheet: Sheet, found: Found, values: Sequence[CellValue], arranged: Arranged) -> None:
    cells = dict(zip(APPLICANTS, arranged.cells, strict=True))
    if arranged.how == "in_order":
        put_line(sheet, found, cells)
        return
    known = sheet.tables.get("applications", {}).get(found.line.key)
    put_line(sheet, found, cells)
    if arranged.other is None:
        sheet.orders.add(arranged.how)
        say_arranged(sheet, found, values, arranged.how)
    elif sheet.tables["applications"][found.line.key] is not known:
        sheet.undecided.append((found, tuple(values), arranged))


def say_arranged(sheet: Sheet, found: Found, values: Sequence[CellValue], how: How) -> None:
    """Report how the values of an applications line were given to its columns, where that is not by their order."""
    if how in _TOLD:
        rule, severity, what = _TOLD[how]
        told = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"applications.{found.line.key}.{rule}", severity, f"“{found.line.label}” has the values {told}: {what}."
        )


def subtotal_place(heads: list[str]) -> int | None:
    """The place among a line's values of the sum of the organisations, by the keys of the heads in order.

    `SUBTOTAL` stands for its own head. None where there is none; `UNKNOWN_PLACE` where it stands neither before the
    first nor behind the last of the organisations.
    """
    if SUBTOTAL not in heads:
        return None
    at = heads.index(SUBTOTAL)
    before, behind = value_placement.SUBTOTAL_PLACES
    if heads[at + 1 : at + 2] == [APPLICANTS[1]]:
        return before
    return behind if heads[max(at - 1, 0) : at] == [APPLICANTS[-2]] else value_placement.UNKNOWN_PLACE


def put_some(sheet: Sheet, found: Found, cells: dict[str, CellValue]) -> None:
    """Put a line that has no cell under some of the form's columns; a column that is not printed is absent."""
    put_line(sheet, found, cells)
    sheet.short.append(found)


def put_line(sheet: Sheet, found: Found, cells: dict[str, CellValue]) -> None:
    """Put the cells of a line, by column, into the sheet."""
    if all(type(cell.number) is int and not cell.unit for cell in cells.values()):
        sheet.put(found.line.table, found.line.key, cells)
        return
    money = cells.get("amount")
    if money and money.unit and money.unit != _UNITS.get(found.line.key, money.unit):
        unit = _UNITS[found.line.key]
        detail = (
            f"“{found.line.label}” is printed as {money.raw}; the form's unit is {unit}. The printed number is kept."
        )
        sheet.note(f"disclosure.{found.line.key}.unit", "warning", detail, "source")
    sheet.put(found.line.table, found.line.key, counted(cells))


def counted(cells: dict[str, CellValue]) -> dict[str, CellValue]:
    """The cells of a line that counts things, but for its money."""
    return {
        column: whole(cell) if type(cell.number) is float and column != "amount" else cell
        for column, cell in numeral_one.told(cells).items()
    }


def put_disclosure(sheet: Sheet, found: Found, heads: Sequence[tuple[str, str]], values: Sequence[CellValue]) -> None:
    """Put the values beside a disclosure line under the column heads last read: (form, column) in their order."""
    columns = _own_columns(found, heads) or _counted_columns(sheet, found, values)
    filled = [value for value in values if value.state != "blank"]
    for candidate in (values, filled):
        if columns and len(candidate) == len(columns):
            cells = dict(zip(reversed(columns), reversed(candidate), strict=True))
            _say_repeated(sheet, found, list(zip(columns, candidate, strict=True)), cells)
            put_line(sheet, found, {column: cells[column] for column in dict.fromkeys(columns)})
            return
    if columns and not filled:
        put_line(sheet, found, dict.fromkeys(columns, CellValue(None, "blank", "")))
        return
    printed = " ".join(value.raw or "·" for value in values)
    sheet.note(
        f"disclosure.{found.line.key}.unplaced",
        "error",
        f"“{found.line.label}” has the values {printed}, which do not fit the columns read above it.",
    )
    if columns:
        put_line(sheet, found, dict.fromkeys(columns, unreadable(printed)))


def _say_repeated(
    sheet: Sheet, found: Found, printed: Sequence[tuple[str, CellValue]], first: dict[str, CellValue]
) -> None:
    """Report a column that is printed twice beside one another, for the year before say, with other values."""
    if any(first[column].number != cell.number for column, cell in printed):
        told = " ".join(cell.raw or "·" for _, cell in printed)
        detail = f"“{found.line.label}” has the values {told} under heads that repeat; the first of each is kept."
        sheet.note(f"disclosure.{found.line.key}.printed_twice", "warning", detail)


def _own_columns(found: Found, heads: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The line's columns: the heads above it where they are its own, else those of the heads' generation."""
    if not heads:
        return ()
    named = tuple(column for _, column in heads)
    for form in forms.both():
        for line in form.tables["disclosure"].lines:
            if line.key == found.line.key and set(named) <= set(line.columns):
                return named
    generation = forms.load(heads[0][0])
    return next((line.columns for line in generation.tables["disclosure"].lines if line.key == found.line.key), ())


def _counted_columns(sheet: Sheet, found: Found, values: Sequence[CellValue]) -> tuple[str, ...]:
    """The columns of a line without heads above it, where its generation and its values leave one choice."""
    name = generation.of_disclosure(sheet.tables.get("disclosure", {}))
    options = {
        line.columns
        for form in forms.both()
        if name in (None, "mixed", form.name)
        for line in form.tables["disclosure"].lines
        if line.key == found.line.key and len(line.columns) == len(values)
    }
    return options.pop() if len(options) == 1 else ()


def put_review(sheet: Sheet, values: Sequence[CellValue], blocks: Sequence[str] = BLOCKS) -> bool:
    """Put fifteen values, five a block in the order of `blocks`, into the table; False where they are not fifteen.

    A word for nothing behind them is a remark where the blocks add up without it.
    """
    values = _without_remark(values)
    if len(values) != len(BLOCKS) * len(RESULTS):
        return False
    for i, block in enumerate(blocks):
        put_block(sheet, block, values[i * len(RESULTS) : (i + 1) * len(RESULTS)])
    return True


def _without_remark(values: Sequence[CellValue]) -> Sequence[CellValue]:
    *told, last = values or (BLANK,)
    starts = range(0, len(told), len(RESULTS))
    proved = all(value_placement.adds_up(told[start : start + len(RESULTS)]) for start in starts)
    return told if last.state == "dash" and len(told) == len(BLOCKS) * len(RESULTS) and proved else values


def put_block(sheet: Sheet, block: str, values: Sequence[CellValue]) -> None:
    """Put five values in the form's order into one block of the review table."""
    cells = value_placement.mended(values)
    if cells is not values:
        printed = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"review.{block}.digits_merged", "warning", f"The values are {printed}: {_TOLD['merged_digits'][2]}."
        )
    told = numeral_one.told(dict(zip(RESULTS, cells, strict=True)))
    sheet.put("review", block, {column: whole(value) for column, value in told.items()})
