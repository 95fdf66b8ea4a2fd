"""The arguments of a finding's sentences and the cells that it is about, computed from the report that was read.

A finding names its rule and quotes the draft; the numbers are taken from the tables again, so that no sentence is
taken apart. What cannot be computed is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from archive import gazetteer, patterns
from archive.drafts.draft import Draft
from archive.drafts.form_labels import column_label, line_label
from archive.drafts.remark import CellRef, Place
from archive.extract.checks import county_and_units
from archive.extract.report import forms, statistics_forms
from archive.extract.report.application_sums import lines, outcome_parts, total
from archive.extract.report.model import Finding, Line, Number, Report

Args = dict[str, str]
Told = tuple[Args, Place]
Names = Mapping[str, str]

SECTION_OF: Final = {"disclosure": 2, "applications": 3, "review": 4}
_QUOTED: Final = patterns.lazy("“((?:[^“”]|“[^”]{0,200}”){1,400}+)”")
_REVIEW_COLUMNS: Final = forms.present().tables["review"].column_keys
_APPLICANTS: Final = forms.present().tables["applications"].column_keys[:-1]


def of(draft: Draft, finding: Finding, pattern: str) -> tuple[Args, Place]:
    """The arguments and the place of one finding; `pattern` is the rule's id."""
    names = _names(pattern, finding.rule)
    args, place = _NAMED.get(pattern, _by_name)(draft, finding, names)
    return {**_labels(names), **args}, place


def _names(pattern: str, rule: str) -> dict[str, str]:
    """What stands in a finding's name for the words in angle brackets; a fixed table counts as named, too."""
    shape = re.sub(r"<(\w+)>", r"(?P<\1>[^.]+)", pattern.replace(".", r"\."))
    match = re.fullmatch(shape, rule)
    found = match.groupdict() if match else {}
    head, *rest = rule.removeprefix("years.").removeprefix("units.").split(".")
    if head == "sections" and rest and rest[0].isdigit():
        found["number"] = rest[0]
    if head in (*SECTION_OF, "statistics"):
        found.setdefault("table", head)
        if rest and "line" not in found and rest[0] in _lines_of_forms(head):
            found["line"] = rest[0]
    return found


def _lines_of_forms(table: str) -> set[str]:
    return {
        key
        for form in forms.generations()
        for name, entry in form.tables.items()
        if name == table
        for key in entry.line_keys
    }


def _labels(names: Names) -> Args:
    args = dict(names)
    table = names.get("table", "review" if "block" in names else "applications")
    if "line" in names:
        args["line"] = line_label(table, names["line"])
    if "block" in names:
        args["block"] = line_label("review", names["block"])
    if "column" in names:
        args["column"] = column_label(names["column"])
    return args


def _by_name(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001 - all have the same shape
    """A place by the names alone, and the first passage that the finding quotes."""
    quoted = _QUOTED.findall(finding.detail)
    table, line = names.get("table", ""), names.get("line", "")
    section = SECTION_OF.get(table, int(names["number"]) if names.get("number", "").isdigit() else None)
    cells = ((table, line, ""),) if table in SECTION_OF else ()
    return {"quote": quoted[0] if quoted else ""}, Place(section, cells)


def _table(report: Report, name: str) -> dict[str, Line]:
    return next((lines(values) for table, values in report.tables.items() if table == name), {})


def _terms(numbers: Sequence[Number | None]) -> str:
    return " + ".join(_plain(number) for number in numbers)


def _plain(number: Number | None) -> str:
    return "" if number is None else f"{number:g}" if isinstance(number, float) else str(number)


def _row_sum(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    line = _table(draft.report, "applications").get(names["line"], {})
    parts = [line.get(column) for column in _APPLICANTS]
    args = {"terms": _terms(parts), "computed": _plain(total(parts)), "printed": _plain(line.get("total"))}
    cells = tuple(("applications", names["line"], column) for column in (*_APPLICANTS, "total"))
    return args, Place(3, cells[-1:] + cells[:-1])


def _balance(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    table, column = _table(draft.report, "applications"), names["column"]
    keys = ("new", "carried_in", "outcome_total", "carried_out")
    values = [table.get(key, {}).get(column) for key in keys]
    args = dict(zip(keys, map(_plain, values), strict=True))
    args |= {"received": _plain(total(values[:2])), "settled": _plain(total(values[2:]))}
    return args, Place(3, tuple(("applications", key, column) for key in keys))


def _outcome_sum(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    table, column = _table(draft.report, "applications"), names["column"]
    parts = outcome_parts(table) or ()
    values = {part: table[part].get(column) for part in parts}
    counted = {part: value for part, value in values.items() if value}
    terms = " + ".join(
        f"{line_label('applications', part).partition('（')[0]} {_plain(v)}" for part, v in counted.items()
    )
    printed = table.get("outcome_total", {}).get(column)
    args = {"terms": terms or "0", "computed": _plain(total(list(values.values()))), "printed": _plain(printed)}
    cells: list[CellRef] = [("applications", key, column) for key in ("outcome_total", *counted)]
    return args, Place(3, tuple(cells))


def _exceeding(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    table = _table(draft.report, "applications")
    received = total([table.get(key, {}).get("total") for key in ("new", "carried_in")])
    count = table.get(names["line"], {}).get("total")
    return {"count": _plain(count), "received": _plain(received)}, Place(3, (("applications", names["line"], "total"),))


def _review_total(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    line = _table(draft.report, "review").get(names["block"], {})
    parts = [line.get(column) for column in _REVIEW_COLUMNS[:-1]]
    args = {"terms": _terms(parts), "computed": _plain(total(parts)), "printed": _plain(line.get("total"))}
    cells = tuple(("review", names["block"], column) for column in ("total", *_REVIEW_COLUMNS[:-1]))
    return args, Place(4, cells)


def _units(draft: Draft, finding: Finding, names: Names) -> Told:
    """The first line of a county's table that counts less than its townships together, and how many such there are."""
    for table in forms.TABLES:
        found = county_and_units.smaller(table, draft.report, draft.units) if table == names["table"] else {}
        for first, (summed, own) in list(found.items())[:1]:
            args = {"line": line_label(table, first), "computed": _plain(summed), "printed": _plain(own)}
            args |= {"count": str(len(draft.units)), "several": "more" if len(found) > 1 else "one"}
            return args, Place(SECTION_OF[table], tuple((table, line, "total") for line in found))
    return _by_name(draft, finding, names)


def _disclosure_line(key: str) -> Callable[[Draft, Finding, Names], Told]:
    """The values of a line of the disclosure table."""

    def told(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
        value = draft.report.tables.get("disclosure", {}).get(key)
        cells = value if isinstance(value, Mapping) else {"": value}
        numbers = [number for number in cells.values() if number is not None]
        first = numbers[0] if numbers else None
        args = {
            "values": " / ".join(map(_plain, numbers)),
            "first": _plain(first),
            "yuan": _plain((first or 0) / 10_000),
        }
        return args, Place(2, tuple(("disclosure", key, column) for column in cells))

    return told


def _against_line(*keys: str, table: str = "applications") -> Callable[[Draft, Finding, Names], Told]:
    """What the text says, and the total column of some lines of a table."""

    def told(draft: Draft, finding: Finding, names: Names) -> Told:
        lines_of_table = _table(draft.report, table)
        wanted = keys or _lines_of_outcome(names["what"], lines_of_table)
        values = [lines_of_table.get(key, {}).get("total") for key in wanted]
        quote = next(iter(_QUOTED.findall(finding.detail)), "")
        section = _section_with(draft, quote)
        args = {"quote": quote, "printed": _plain(total(values)), "first": _plain(values[0] if values else None)}
        cells = tuple((table, key, "total") for key in wanted)
        return args, Place(section, cells, (quote,) if quote else ())

    return told


def _applicants(draft: Draft, finding: Finding, names: Names) -> Told:
    new = _table(draft.report, "applications").get("new", {})
    person, everyone = new.get("natural_person"), new.get("total")
    bodies = None if person is None or everyone is None else everyone - person
    quote = next(iter(_QUOTED.findall(finding.detail)), "")
    printed = person if names["what"] == "persons" else bodies
    cells: tuple[CellRef, ...] = (("applications", "new", "natural_person"), ("applications", "new", "total"))
    return {"quote": quote, "printed": _plain(printed)}, Place(_section_with(draft, quote), cells, (quote,))


def _lines_of_outcome(what: str, table: Mapping[str, Line]) -> list[str]:
    for form in forms.generations():
        keys = [line.key for line in form.tables["applications"].lines if what in (line.key, line.group)]
        if keys and set(keys) <= set(table):
            return keys
    return []


def _section_with(draft: Draft, quote: str) -> int | None:
    return next((section.number for section in draft.report.sections if quote and quote in section.text), None)


def _quoted_in_text(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    quote = next(iter(_QUOTED.findall(finding.detail)), "")
    return {"quote": quote}, Place(_section_with(draft, quote), quotes=(quote,) if quote else ())


def _parts(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    quote = next(iter(_QUOTED.findall(finding.detail)), "")
    return {"quote": quote, "count": str(len(draft.report.sections))}, Place(0, quotes=(quote,) if quote else ())


def _form_in_force(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    in_force = forms.in_force(draft.report.year) or forms.present()
    return {"document": in_force.document}, Place()


def _lines_missing(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    table = names["table"]
    if table == "statistics":
        printed = draft.report.tables.get("statistics", {})
        sheets = [[key for key in sheet.labels if key not in printed] for sheet in statistics_forms.every()]
        return _named_lines(table, min(sheets, key=len))
    printed = next((values for name, values in draft.report.tables.items() if name == table), {})
    shapes = [
        [key for name, entry in form.tables.items() if name == table for key in entry.line_keys if key not in printed]
        for form in forms.generations()
    ]
    return _named_lines(table, min(shapes, key=len))


def _named_lines(table: str, keys: Sequence[str]) -> Told:
    shown = "、".join(f"“{line_label(table, key)}”" for key in keys)
    return {"count": str(len(keys)), "missing": shown}, Place(SECTION_OF.get(table), ((table, "", ""),))


def _tables_missing(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    absent = [str(SECTION_OF[table]) for table in forms.TABLES if table not in draft.report.tables]
    numerals = "、".join("一二三四五六"[int(number) - 1] for number in absent)
    return {"sections": numerals}, Place(int(absent[0]) if absent else None)


def _unit(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    """The name as printed, and the whole name of the unit that the gazetteer has for it."""
    issuer = draft.report.issuer
    book = gazetteer.load()
    unit = book.unit(issuer.township_code) if issuer.township_code else None
    whole = book.place_name(unit.county_code) + unit.name if unit else ""
    args = {"printed": issuer.name or "", "whole": whole, "count": str(len(issuer.candidates))}
    return args, Place(0, quotes=(issuer.name,) if issuer.name else ())


def _carried(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    column = names["column"]
    before = _table(draft.previous, "applications").get("carried_out", {}).get(column) if draft.previous else None
    now = _table(draft.report, "applications").get("carried_in", {}).get(column)
    return {"before": _plain(before), "now": _plain(now)}, Place(3, (("applications", "carried_in", column),))


def _in_force(draft: Draft, finding: Finding, names: Names) -> Told:  # noqa: ARG001
    key = names["line"]
    line = _table(draft.report, "disclosure").get(key, {})
    before = _table(draft.previous, "disclosure").get(key, {}).get("in_force") if draft.previous else None
    issued, repealed, printed = (line.get(column) for column in ("issued", "repealed", "in_force"))
    due = None if None in (before, issued, repealed) else (before or 0) + (issued or 0) - (repealed or 0)
    values = {"before": before, "issued": issued, "repealed": repealed, "printed": printed, "computed": due}
    return {name: _plain(value) for name, value in values.items()}, Place(2, (("disclosure", key, "in_force"),))


_NAMED: Final[dict[str, Callable[[Draft, Finding, Names], Told]]] = {
    "applications.<line>.row_sum": _row_sum,
    "applications.<column>.balance": _balance,
    "applications.<column>.outcome_sum": _outcome_sum,
    "applications.<line>.exceeds_received": _exceeding,
    "applications.all_zero": _against_line("new"),
    "review.<block>.total": _review_total,
    "disclosure.regulations.township": _disclosure_line("regulations"),
    "disclosure.normative_documents.office": _disclosure_line("normative_documents"),
    "disclosure.fees.scale": _disclosure_line("fees"),
    "years.disclosure.fees.jump": _disclosure_line("fees"),
    "form.year": _form_in_force,
    "form.cited": _form_in_force,
    "text.applications_received": _against_line("new"),
    "text.applications_answered": _against_line("outcome_total"),
    "text.outcomes.<what>": _against_line(),
    "text.carried.<what>": _against_line(),
    "text.applicants.<what>": _applicants,
    "text.parts": _parts,
    "text.reconsiderations": _against_line("reconsideration", table="review"),
    "text.litigations": _against_line("litigation_direct", "litigation_after_reconsideration", table="review"),
    "text.all_settled": _against_line("carried_out"),
    "text.placeholder": _quoted_in_text,
    "<table>.lines_missing": _lines_missing,
    "tables.missing": _tables_missing,
    "tables.picture": _tables_missing,
    "identity.issuer.ambiguous": _unit,
    "identity.issuer.corrected": _unit,
    "identity.issuer.unlisted": _unit,
    "identity.issuer.former_kind": _unit,
    "identity.issuer.misfiled": _unit,
    "units.<table>.sum": _units,
    "years.applications.<column>.carried": _carried,
    "years.disclosure.<line>.in_force": _in_force,
    "years.disclosure.<line>.repealed": _in_force,
}
"""How the arguments of a rule are computed, where its name alone does not give them."""
