"""What tables, columns and queries are called in the visitor's language; what the catalogue lacks keeps its name."""

from __future__ import annotations

from archive.reports import code_names
from archive.web import metadata
from archive.web.language import current, t


def _said(code: str, otherwise: str) -> str:
    try:
        return t(code)
    except (KeyError, ValueError):
        return otherwise


def table_label(name: str) -> str:
    """A table's or view's name."""
    return _said(f"table-{name}", name)


def table_about(name: str) -> str:
    """What its rows are; "" for a table that only the program reads."""
    return _said(f"table-{name}-about", "")


def column_label(name: str) -> str:
    """A column's or parameter's name."""
    return _said(f"field-{name}", name)


def column_about(table: str, name: str) -> str:
    """What a column holds; "" for one that only the program reads."""
    return metadata.describe(table, name, current()) or ""


def query_label(name: str) -> str:
    """A canned query's title."""
    return _said(f"query-{name}", name)


def query_about(name: str) -> str:
    """What a canned query answers."""
    return _said(f"query-{name}-about", "")


def code_label(column: str, value: object) -> str | None:
    """What a value of a column is called where that holds codes; None where it holds none."""
    if column == "rule":
        return code_names.rule(str(value), current())
    return code_names.of(column, str(value), current())
