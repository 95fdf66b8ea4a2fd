"""Puts a recognised line and the values beside it into the sheet, with findings; shared by all table readers."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.report import forms
from archive.extract.report.cells import BLANK, CellValue, as_count, unreadable
from archive.extract.report.labels import Found
from archive.extract.report.model import Severity
from archive.extract.tables import generation, numeral_one, value_placement
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.value_placement import Arrangement, How

APPLICANTS = forms.present().tables["applications"].column_keys
SUBTOTAL = "subtotal"
RESULTS = forms.present().tables["review"].column_keys
BLOCKS = forms.present().tables["review"].line_keys

_SUBTOTAL_LEFT_OUT: tuple[str, Severity, str] = (
    "subtotal",
    "info",
    "an eighth value, the sum of the organisations, was left out",
)
_ARRANGEMENT_REMARKS: dict[How, tuple[str, Severity, str]] = {
    "subtotal": _SUBTOTAL_LEFT_OUT,
    "subtotal_before": _SUBTOTAL_LEFT_OUT,
    "subtotal_behind": _SUBTOTAL_LEFT_OUT,
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
_UNITS = {line.key: line.unit for form in forms.generations() for line in form.tables["disclosure"].lines if line.unit}
_MONEY = (("收费", "fees"), ("采购", "procurement"))


def report_unit(sheet: Sheet, head: str) -> None:
    """Report a column head that names a unit of money other than the form's."""
    line = next((line for word, line in _MONEY if word in head), None)
    named = "万元" if "万元" in head else "元" if "元" in head else None
    if line and named and named != _UNITS[line]:
        detail = f"“{head.strip()}” names another unit than the form's {_UNITS[line]}. The printed numbers are kept."
        sheet.note(f"disclosure.{line}.unit", "warning", detail, "source")


def report_inexact_label(sheet: Sheet, found: Found, printed: str) -> None:
    """Report a label that was matched as a short form or a misprint."""
    if found.fit != "exact":
        kind = "a short form" if found.fit == "short" else "a misprint"
        sheet.note(
            f"{found.line.table}.{found.line.key}.label",
            "info",
            f"“{printed}” was taken for {kind} of “{found.line.label}”.",
        )


def report_unknown_label(sheet: Sheet, label: str, values: str) -> None:
    """Report a label that no form has, with the values beside it."""
    detail = f"The label “{label}” is not in any form; its values are {values}."
    sheet.note("tables.unknown_label", "warning", detail)


def report_unlabelled_values(sheet: Sheet, values: str) -> None:
    """Report values of the disclosure table that have no label."""
    detail = f"The values {values} stand without a label and were not placed."
    sheet.note("disclosure.unlabelled_rows", "warning", detail)


def report_headless_values(sheet: Sheet, values: str) -> None:
    """Report values of a table that has neither labels nor heads."""
    detail = f"The values {values} stand in a table without labels and heads and were not placed."
    sheet.note("tables.unlabelled_values", "warning", detail)


def report_unplaced_values(sheet: Sheet, values: str) -> None:
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
    """Put the values of an applications line, in the order that the heads above them give, into the sheet.

    `printed` are the same values in the printed order, where that differs: the heads may be merged wrongly.
    `subtotal` is the index among the values of the sum of the organisations, where a head names it.
    """
    if printed is None and subtotal is None and value_placement.are_plain(values):
        sheet.put(found.line.table, found.line.key, dict(zip(APPLICANTS, values, strict=True)))
        return
    arranged = (
        value_placement.arrange(values, subtotal)
        if printed is None
        else value_placement.arrange_under_heads(values, printed)
    )
    _put_arranged(sheet, found, values, arranged)


def put_merged(sheet: Sheet, found: Found, values: Sequence[CellValue]) -> None:
    """Put an applications line of which a value lies under several heads."""
    _put_arranged(sheet, found, values, value_placement.arrange_merged(values))


def _put_arranged(sheet: Sheet, found: Found, values: Sequence[CellValue], arranged: Arrangement) -> None:
    cells = dict(zip(APPLICANTS, arranged.cells, strict=True))
    if arranged.how == "in_order":
        put_line(sheet, found, cells)
        return
    known = sheet.tables.get("applications", {}).get(found.line.key)
    put_line(sheet, found, cells)
    if arranged.alternative is None:
        sheet.orders.add(arranged.how)
        report_arrangement(sheet, found, values, arranged.how)
    elif sheet.tables["applications"][found.line.key] is not known:
        sheet.undecided.append((found, tuple(values), arranged))


def report_arrangement(sheet: Sheet, found: Found, values: Sequence[CellValue], how: How) -> None:
    """Report how the values of an applications line were assigned to its columns, where not by their order."""
    if how in _ARRANGEMENT_REMARKS:
        rule, severity, what = _ARRANGEMENT_REMARKS[how]
        printed = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"applications.{found.line.key}.{rule}", severity, f"“{found.line.label}” has the values {printed}: {what}."
        )


def subtotal_position(heads: list[str]) -> int | None:
    """The index among a line's values of the sum of the organisations, by the keys of the heads in order.

    `SUBTOTAL` is the key of its head. None without such a head; `UNKNOWN_POSITION` where it is neither before the first
    nor behind the last of the organisations.
    """
    if SUBTOTAL not in heads:
        return None
    at = heads.index(SUBTOTAL)
    before, behind = value_placement.SUBTOTAL_POSITIONS
    if heads[at + 1 : at + 2] == [APPLICANTS[1]]:
        return before
    return behind if heads[max(at - 1, 0) : at] == [APPLICANTS[-2]] else value_placement.UNKNOWN_POSITION


def put_partial_line(sheet: Sheet, found: Found, cells: dict[str, CellValue]) -> None:
    """Put a line that has no cell under some of the form's columns; a column that is not printed is absent."""
    put_line(sheet, found, cells)
    sheet.partial_lines.append(found)


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
    sheet.put(found.line.table, found.line.key, with_counts(cells))


def with_counts(cells: dict[str, CellValue]) -> dict[str, CellValue]:
    """The cells of a line with fractions made unreadable, except in the column of money; 一 is a dash or a number."""
    return {
        column: as_count(cell) if type(cell.number) is float and column != "amount" else cell
        for column, cell in numeral_one.resolve(cells).items()
    }


def put_disclosure(sheet: Sheet, found: Found, heads: Sequence[tuple[str, str]], values: Sequence[CellValue]) -> None:
    """Put the values beside a disclosure line under the column heads last read: (form, column), in print order."""
    columns = _columns_by_heads(found, heads) or _columns_by_count(sheet, found, values)
    if not columns and not heads and values:
        sheet.headless.append((found, tuple(values)))
        return
    _put_under(sheet, found, columns, values)


def settle_headless(sheet: Sheet) -> None:
    """Put the lines on disclosure whose heads were lost, where the other lines tell their form; report the others."""
    for found, values in sheet.headless:
        columns = _columns_by_count(sheet, found, values)
        if columns:
            printed = " ".join(value.raw or "·" for value in values)
            detail = f"“{found.line.label}” has the values {printed} under no heads; they are in the form's order."
            sheet.note("disclosure.placed_by_order", "warning", detail)
        _put_under(sheet, found, columns, values)
    sheet.headless.clear()


def _put_under(sheet: Sheet, found: Found, columns: Sequence[str], values: Sequence[CellValue]) -> None:
    filled = [value for value in values if value.state != "blank"]
    for candidate in (values, filled):
        if columns and len(candidate) == len(columns):
            cells = dict(zip(reversed(columns), reversed(candidate), strict=True))
            _report_repeated(sheet, found, list(zip(columns, candidate, strict=True)), cells)
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


def _report_repeated(
    sheet: Sheet, found: Found, printed: Sequence[tuple[str, CellValue]], first: dict[str, CellValue]
) -> None:
    """Report a column that is printed twice (for the previous year, say) with different values."""
    if any(first[column].number != cell.number for column, cell in printed):
        row = " ".join(cell.raw or "·" for _, cell in printed)
        detail = f"“{found.line.label}” has the values {row} under heads that repeat; the first of each is kept."
        sheet.note(f"disclosure.{found.line.key}.printed_twice", "warning", detail)


def _columns_by_heads(found: Found, heads: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The line's columns: the heads above it where all are columns of that line, else the line's in the heads' form."""
    if not heads:
        return ()
    named = tuple(column for _, column in heads)
    for form in forms.generations():
        for line in form.tables["disclosure"].lines:
            if line.key == found.line.key and set(named) <= set(line.columns):
                return named
    generation = forms.load(heads[0][0])
    return next((line.columns for line in generation.tables["disclosure"].lines if line.key == found.line.key), ())


def _columns_by_count(sheet: Sheet, found: Found, values: Sequence[CellValue]) -> tuple[str, ...]:
    """The columns of a line without heads, where the form and the number of values leave one choice; else ()."""
    names = generation.of_disclosure(sheet.tables.get("disclosure", {})) or forms.names()
    options = {
        line.columns
        for form in forms.generations()
        if form.name in names
        for line in form.tables["disclosure"].lines
        if line.key == found.line.key and len(line.columns) == len(values)
    }
    return options.pop() if len(options) == 1 else ()


def put_review(sheet: Sheet, values: Sequence[CellValue], blocks: Sequence[str] = BLOCKS) -> bool:
    """Put fifteen values, five a block in the order of `blocks`, into the table; False where they are not fifteen.

    A dash behind them is a remark where the blocks add up without it.
    """
    values = _without_remark(values)
    if len(values) != len(BLOCKS) * len(RESULTS):
        return False
    for i, block in enumerate(blocks):
        put_block(sheet, block, values[i * len(RESULTS) : (i + 1) * len(RESULTS)])
    return True


def _without_remark(values: Sequence[CellValue]) -> Sequence[CellValue]:
    *results, last = values or (BLANK,)
    starts = range(0, len(results), len(RESULTS))
    proved = all(value_placement.adds_up(results[start : start + len(RESULTS)]) for start in starts)
    return results if last.state == "dash" and len(results) == len(BLOCKS) * len(RESULTS) and proved else values


def put_block(sheet: Sheet, block: str, values: Sequence[CellValue]) -> None:
    """Put five values in the form's order into one block of the review table."""
    cells = value_placement.join_parted_digits(values)
    if cells is not values:
        printed = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"review.{block}.digits_merged",
            "warning",
            f"The values are {printed}: {_ARRANGEMENT_REMARKS['merged_digits'][2]}.",
        )
    resolved = numeral_one.resolve(dict(zip(RESULTS, cells, strict=True)))
    sheet.put("review", block, {column: as_count(value) for column, value in resolved.items()})
