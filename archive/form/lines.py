"""A line that was found and the values beside it, taken over into the sheet; the same for every table reader."""

from __future__ import annotations

from collections.abc import Sequence

from archive.form import arrange, forms, generation
from archive.form.arrange import How
from archive.form.cells import CellValue, unreadable, whole
from archive.form.labels import Found
from archive.form.reading import Severity
from archive.form.sheet import Sheet

APPLICANTS = forms.load("2021").tables["applications"].column_keys
_APPLICANT_LABELS = {column.key: column.label for column in forms.load("2021").tables["applications"].columns}
RESULTS = forms.load("2021").tables["review"].column_keys
BLOCKS = forms.load("2021").tables["review"].line_keys

_TOLD: dict[How, tuple[str, Severity, str]] = {
    "subtotal": ("subtotal", "info", "an eighth value, the sum of the organisations, was left out"),
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
        "the heads over them give another order than the form's, and they add up in neither",
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
    sheet: Sheet, found: Found, values: Sequence[CellValue], printed: Sequence[CellValue] | None = None
) -> None:
    """Put the values of an applications line, in the order of the form's columns as the heads tell it, into the sheet.

    `printed` are the same values as they stand, where heads tell another order: they may be merged wrongly.
    """
    arranged = arrange.applicants(values) if printed is None else arrange.under_heads(values, printed)
    if arranged.how != "in_order":
        rule, severity, what = _TOLD[arranged.how]
        told = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"applications.{found.line.key}.{rule}", severity, f"“{found.line.label}” has the values {told}: {what}."
        )
    put_line(sheet, found, dict(zip(APPLICANTS, arranged.cells, strict=True)))


def put_some(sheet: Sheet, found: Found, cells: dict[str, CellValue]) -> None:
    """Put a line whose table lacks columns of the form; a column that is not printed is absent."""
    lacking = "、".join(_APPLICANT_LABELS[column] for column in APPLICANTS if column not in cells)
    sheet.note(
        "applications.columns_missing", "warning", f"The applications table has no column “{lacking}”.", "source"
    )
    put_line(sheet, found, cells)


def put_line(sheet: Sheet, found: Found, cells: dict[str, CellValue]) -> None:
    """Put the cells of a line, by column, into the sheet."""
    counted = {
        column: whole(cell) if type(cell.number) is float and column != "amount" else cell
        for column, cell in cells.items()
    }
    money = cells.get("amount")
    if money and money.unit and money.unit != _UNITS.get(found.line.key, money.unit):
        unit = _UNITS[found.line.key]
        detail = (
            f"“{found.line.label}” is printed as {money.raw}; the form's unit is {unit}. The printed number is kept."
        )
        sheet.note(f"disclosure.{found.line.key}.unit", "warning", detail, "source")
    sheet.put(found.line.table, found.line.key, counted)


def put_disclosure(sheet: Sheet, found: Found, heads: Sequence[tuple[str, str]], values: Sequence[CellValue]) -> None:
    """Put the values beside a disclosure line under the column heads last read: (form, column) in their order."""
    columns = _own_columns(found, heads) or _counted_columns(sheet, found, values)
    filled = [value for value in values if value.state != "blank"]
    for candidate in (values, filled):
        if columns and len(candidate) == len(columns):
            put_line(sheet, found, dict(zip(columns, candidate, strict=True)))
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
    """Put fifteen values, five a block in the order of `blocks`, into the table; False where they are not fifteen."""
    if len(values) != len(BLOCKS) * len(RESULTS):
        return False
    for i, block in enumerate(blocks):
        put_block(sheet, block, values[i * len(RESULTS) : (i + 1) * len(RESULTS)])
    return True


def put_block(sheet: Sheet, block: str, values: Sequence[CellValue]) -> None:
    """Put five values in the form's order into one block of the review table."""
    cells = arrange.mended(values)
    if cells is not values:
        printed = " ".join(value.raw or "·" for value in values)
        sheet.note(
            f"review.{block}.digits_merged", "warning", f"The values are {printed}: {_TOLD['merged_digits'][2]}."
        )
    sheet.put("review", block, {column: whole(value) for column, value in zip(RESULTS, cells, strict=True)})
