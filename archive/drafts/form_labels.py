"""Lines, columns and groups of the tables in the form's own words."""

from __future__ import annotations

from functools import cache

from archive.extract.report import forms, statistics_forms
from archive.extract.report.forms import Label


@cache
def line_label(table: str, line: str) -> str:
    """A line in the form's words, with its group where the form has several of its name; the key of an unknown one."""
    if table == "statistics":
        return statistics_forms.labels().get(line, line)
    for form in forms.generations():
        for name, content in form.tables.items():
            for entry in content.lines if name == table else ():
                if entry.key == line:
                    return _whole_label(table, entry)
    return _group(table, line)


def _whole_label(table: str, entry: Label) -> str:
    if entry.group == "total":
        return f"（七）{entry.label}"
    return f"{_group(table, entry.group)}：{entry.label}" if entry.only_in_group else entry.label


@cache
def column_label(column: str) -> str:
    """A column in the form's words; the key of an unknown one."""
    for form in forms.generations():
        for table in form.tables.values():
            for entry in table.columns:
                if entry.key == column:
                    return entry.label.partition("（")[0]
    return column


def _group(table: str, key: str) -> str:
    for form in forms.generations():
        for name, content in form.tables.items():
            for entry in content.groups if name == table else ():
                if entry.key == key:
                    return entry.label
    return key
