"""What the codes of stored rows are called where people read them.

Lines and columns have the wording of the forms, which is Chinese; rules and closed sets have names in the catalogue, in
both languages. Says nothing of codes whose sentence has arguments: those are `archive.messages.sentence`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from archive import messages, patterns
from archive.extract.checks import rules
from archive.extract.report import forms, statistics_forms

SETS: Final[Mapping[str, tuple[str, ...]]] = {
    "verdict": ("word-verdict-{}", "word-capture-{}"),
    "outcome": ("word-outcome-{}",),
    "last_outcome": ("word-outcome-{}",),
    "change": ("word-change-{}",),
    "kind": ("word-change-{}", "alert-{}-name", "word-kind-{}"),
    "cause": ("word-cause-{}",),
    "blame": ("word-blame-{}",),
    "severity": ("word-severity-{}",),
    "says": ("word-judgement-{}", "word-answer-{}"),
    "question": ("word-asked-{}",),
    "state": ("word-state-{}", "word-cell-{}"),
    "indicator": ("word-indicator-{}",),
    "table": ("word-table-{}",),
    "level": ("word-level-{}",),
    "match": ("word-match-{}",),
    "form": ("word-form-{}",),
    "edge": ("word-edge-{}",),
    "fact": ("fact-{}",),
}
"""Columns that hold codes of closed sets, and the ids of their names."""

OF_STORED: Final[Mapping[str, str]] = {
    "disclosures": "disclosure",
    "applications": "applications",
    "reviews": "review",
    "statistics": "statistics",
}
"""The statutory table whose figures each stored table holds."""

NAMED: Final = frozenset({*SETS, "line", "block", "column", "rule"})
"""Columns whose codes have names."""


def of(column: str, code: str, lang: str) -> str | None:
    """The name of a closed set's code in a column; None where there is none."""
    ids = (pattern.format(code) for pattern in SETS.get(column, ()))
    return next((messages.text(known, lang) for known in ids if messages.has(known)), None)


def beside(column_name: str, code: str, table: str, lang: str, of_line: str = "") -> str | None:
    """The name of a code by the column that holds it; `table` is the statutory table that lines and columns are of.

    `of_line` is the line in which a column stands.
    """
    match column_name:
        case "line" | "block":
            return line(table, code)
        case "column":
            return column(table, code, of_line)
        case "rule":
            return rule(code, lang)
        case _:
            return of(column_name, code, lang)


def rule(name: str, lang: str) -> str | None:
    """What the rule of a finding is called, with the line, column or section in brackets; None where no rule has it."""
    known = rules.explain(name)
    if known is None:
        return None
    called = messages.text("rule-" + re.sub("[<>]", "", known.id).replace(".", "-"), lang)
    places = _places(known.id, name, lang)
    return called + _BRACKETS[lang].format(" · ".join(places)) if places else called


_SECTION: Final = patterns.lazy("section([0-9]+)")
_BRACKETS: Final = {"zh": "（{}）", "en": " ({})"}


def _places(pattern: str, name: str, lang: str) -> list[str]:
    """What stands in a rule's name where its pattern has brackets, in words."""
    parts = dict(zip(pattern.split("."), name.split("."), strict=False))
    table = parts.get("<table>") or next((known for known in forms.TABLES if known in parts), "")
    found = []
    for part, key in parts.items():
        if part == "<table>":
            found.append(of("table", key, lang) or key)
        elif part.startswith("<"):
            wording = (line(table, key) or column(table, key)) if lang == "zh" else None
            found.append(wording or _section(key, lang) or key.replace("_", " "))
    return found


def cell(name: str, lang: str) -> str:
    """A stored figure's `table.line.column` in the form's own words, which are Chinese; in English its name."""
    stored, _, place = name.partition(".")
    table, (line_key, _, column_key) = OF_STORED.get(stored, stored), place.partition(".")
    if lang != "zh" or (called := line(table, line_key)) is None:
        return name
    return f"{called} · {column(table, column_key, line_key) or column_key}" if column_key else called


def _section(key: str, lang: str) -> str | None:
    """`section6` as the sixth part of a report; None for other keys."""
    return messages.text("word-section", lang, number=int(number[1])) if (number := _SECTION.fullmatch(key)) else None


def line(table: str, key: str) -> str | None:
    """A line's wording in the latest form that has it; None where none has."""
    return _lines(table).get(key)


def column(table: str, key: str, of_line: str = "") -> str | None:
    """A column's wording in the latest form that has it in a line, with the unit of the line's money.

    An `amount` is one of fees in the form of 2021 (万元), one of procurement in that of 2019 (元). Without a line, or
    with one that has no such column, it is that of the latest form.
    """
    return _columns_of_line(table, of_line).get(key) or _columns(table).get(key)


@cache
def _lines(table: str) -> Mapping[str, str]:
    if table == "statistics":
        return {key: label for sheet in reversed(statistics_forms.every()) for key, label in sheet.labels.items()}
    return {entry.key: entry.label for content in _tables(table) for entry in content.lines}


@cache
def _columns(table: str) -> Mapping[str, str]:
    return {entry.key: entry.label for content in _tables(table) for entry in content.columns}


@cache
def _columns_of_line(table: str, of_line: str) -> Mapping[str, str]:
    return {
        entry.key: entry.label + _unit(entry.key, entry.label, found.unit)
        for content in _tables(table)
        for found in content.lines
        if found.key == of_line
        for entry in content.columns
        if entry.key in (found.columns or content.column_keys)
    }


def _unit(key: str, label: str, unit: str) -> str:
    return f"（单位：{unit}）" if key == "amount" and unit and "单位" not in label else ""


def _tables(table: str) -> list[forms.FormTable]:
    """The table in every generation of the form, the latest last."""
    generations = sorted(forms.generations(), key=lambda form: form.first_year)
    return [content for form in generations for name, content in form.tables.items() if name == table]
