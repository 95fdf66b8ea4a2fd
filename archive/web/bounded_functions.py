"""SQLite's own text functions, bounded: one call may take hours, and a time limit is looked at only between calls.

`instr` of a million characters and half a million others compares each with each; `printf('%.2147483647c', 'x')` writes
letter after letter. What any query of people needs goes through as SQLite does it.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Final

from archive import patterns

LONGEST_PATTERN: Final = 500
"""Bytes of a pattern of LIKE and GLOB, each of which may be tried at every character of a text."""

_MOST: Final = 20_000_000
"""Comparisons of one call: some hundredths of a second."""
_WIDEST: Final = 5
"""Digits of how often a format may repeat a character."""
_CHARACTERS: Final = patterns.lazy(r"%([^%a-zA-Z]*)l{0,2}c")  # %.*c
_NUMBER: Final = patterns.lazy(r"[0-9]+")

Value = str | bytes | int | float | None


def bound(connection: sqlite3.Connection) -> None:
    """Bound the functions of a connection. A call beyond raises `sqlite3.OperationalError`."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    own = sqlite3.connect(":memory:", check_same_thread=False)
    for name, arguments in (("replace", 3), ("trim", 2), ("ltrim", 2), ("rtrim", 2)):
        asked = f"SELECT {name}({', '.join('?' * arguments)})"
        connection.create_function(name, arguments, partial(_compared, own, asked), deterministic=True)
    connection.create_function("instr", 2, partial(_found, own), deterministic=True)
    for name in ("printf", "format"):
        connection.create_function(name, -1, partial(_printed, own, name), deterministic=True)


def _found(own: sqlite3.Connection, text: Value, part: Value) -> Value:
    """Where a part of a text begins, from 1 on; 0 where it is not. Text is searched in linear time."""
    if type(text) is str and type(part) is str:
        return text.find(part) + 1
    return _compared(own, "SELECT instr(?, ?)", text, part)


def _compared(own: sqlite3.Connection, asked: str, text: Value, part: Value, *others: Value) -> Value:
    """What SQLite answers where it compares each character with each, and there are few."""
    if len(str(text)) * len(str(part)) > _MOST:
        raise ValueError("the texts are too long to be compared")
    return _answer(own, asked, text, part, *others)


def _printed(own: sqlite3.Connection, name: str, *given: Value) -> Value:
    """What SQLite prints by a format that repeats no character without measure."""
    widths = _CHARACTERS.findall(str(given[0]).replace("%%", "")) if given else []
    numbers = [number for width in widths for number in _NUMBER.findall(width)]
    if any("*" in width for width in widths):
        numbers += [str(abs(value)) for value in given[1:] if isinstance(value, int)]
    if any(len(number) > _WIDEST for number in numbers):
        raise ValueError("the format is too wide")
    return _answer(own, f"SELECT {name}({', '.join('?' * len(given))})", *given)


def _answer(own: sqlite3.Connection, asked: str, *given: Value) -> Value:
    answer: Value = own.execute(asked, given).fetchone()[0]
    return answer
