"""The counts that Datasette makes for a page, of rows and of the values of a column, as values: what is asked of what.

Pure; `database` answers them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from archive import patterns

_NAME = r"\[?(?P<table>\w+)\]?"
_ROWS = patterns.lazy(
    rf"\s*SELECT\s+count\(\*\)\s+FROM\s+{_NAME}\s*(?P<narrowed>WHERE\s.*)?", re.DOTALL | re.IGNORECASE
)
_VALUES = patterns.lazy(
    r"\s*SELECT\s+\[?(?P<column>\w+)\]?\s+AS\s+value,\s+count\(\*\)\s+AS\s+count\s+FROM\s+\(\s*SELECT\s.*\sFROM\s+"
    rf"{_NAME}\s*(?P<narrowed>WHERE\s.*?)?\)\s*WHERE\s.*\sLIMIT\s+(?P<limit>\d+)\s*",
    re.DOTALL | re.IGNORECASE,
)
_EQUAL = patterns.lazy(r'"(\w+)" = :(\w+)')


@dataclass(frozen=True, slots=True)
class Count:
    """Of the rows of a table, or of the values of a `column` of it with their numbers, at most `limit` of them.

    `equal` are the values to which columns are narrowed, by column; None where the table is narrowed otherwise.
    """

    table: str
    column: str | None
    limit: int
    narrowed: str
    equal: Mapping[str, Any] | None

    def summed(self) -> str | None:
        """The statement that adds up what is counted as it is written, for the values of `equal`; None for others."""
        found = _SUMMED.get(self.table)
        if found is None or self.equal is None or found.first not in self.equal:
            return None
        if not {*self.equal, self.column or found.first} <= found.columns:
            return None
        where = " AND ".join(f'"{column}" = :{column}' for column in self.equal)
        if self.column is None:
            return f"SELECT coalesce(sum({found.number}), 0) FROM {found.table} WHERE {where}"
        return (
            f'SELECT "{self.column}" AS value, sum({found.number}) AS count FROM {found.table} WHERE {where}'
            f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {self.limit}"
        )


@dataclass(frozen=True, slots=True)
class _Summed:
    """A table that counts another one as it is written: by these columns, and quickly where the `first` is given."""

    table: str
    number: str
    first: str
    columns: frozenset[str]


_SUMMED: Final = MappingProxyType(
    {"status": _Summed("verdict_counts", "townships", "year", frozenset({"year", "county_code", "verdict"}))}
)


def of(sql: str, params: Any) -> Count | None:
    """What a statement counts; None where it is none of Datasette's counts."""
    asked = _ROWS.fullmatch(sql) or _VALUES.fullmatch(sql)
    if asked is None:
        return None
    found = asked.groupdict()
    narrowed = " ".join((found["narrowed"] or "").split()[1:])
    limit = int(found.get("limit") or 1)
    return Count(found["table"], found.get("column"), limit, narrowed, _equal(narrowed, params or {}))


def _equal(narrowed: str, params: Any) -> dict[str, Any] | None:
    found = {}
    for term in narrowed.split(" and ") if narrowed else ():
        equal = _EQUAL.fullmatch(term)
        if equal is None or equal[1] in found:
            return None
        found[equal[1]] = params[equal[2]]
    return found
