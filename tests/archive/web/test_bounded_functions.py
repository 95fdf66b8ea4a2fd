"""Text functions of SQL answer as SQLite's own, and end where one call would take hours."""

from __future__ import annotations

import sqlite3

import pytest

from archive.web import bounded_functions

ANSWERS = (
    "instr('abcabc', 'ca')",
    "instr('年报年报', '报')",
    "instr('a', '')",
    "instr(NULL, 'a')",
    "instr(12345, 34)",
    "instr(x'00ff01', x'ff')",
    "instr(1.5, '.')",
    "replace('a-b-c', '-', '年')",
    "replace('abc', '', 'x')",
    "replace(NULL, 'a', 'b')",
    "replace(1112, 1, 2)",
    "trim('  a ', ' ')",
    "trim('xxaxx', 'x')",
    "ltrim('年年a', '年')",
    "rtrim('a00', 0)",
    "printf('%05d|%.2f|%s|%,d', 7, 1.005, '年', 1234567)",
    "printf('%*d', 8, 20250101)",
    "printf('%d %s', 20250101, 123456789)",
    "printf('100%%000000c')",
    "printf()",
    "printf('%.3c|%5c', 'x', 'y')",
    "printf('%.*c', 12, 'x')",
    "format('%-10s|', 'a')",
    "'abc' LIKE '%b%'",
    "'abc' GLOB '*b*'",
    "trim(' a ')",
)
ENDLESS = (
    "printf('%.2147483647c', 'x')",
    "printf('%.*c', 400000000, 'x')",
    "format('%d%-.400000000lc', 1, 'x')",
    "hex(zeroblob(500000)) LIKE '%' || hex(zeroblob(10000)) || 'b'",
    "hex(zeroblob(500000)) GLOB '*' || hex(zeroblob(10000)) || 'b'",
    "replace(hex(zeroblob(500000)), hex(zeroblob(250000)) || 'b', 'c')",
    "trim(hex(zeroblob(500000)), hex(zeroblob(250000)))",
    "instr(zeroblob(1000000), x'01' || zeroblob(500000))",
)


@pytest.fixture
def connection() -> sqlite3.Connection:
    bounded = sqlite3.connect(":memory:")
    bounded_functions.bound(bounded)
    return bounded


@pytest.mark.parametrize("expression", ANSWERS)
def test_what_people_ask_is_answered_as_by_sqlite_itself(connection: sqlite3.Connection, expression: str) -> None:
    own = sqlite3.connect(":memory:").execute(f"SELECT {expression}").fetchone()
    assert connection.execute(f"SELECT {expression}").fetchone() == own


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("expression", ENDLESS)
def test_a_call_that_would_not_end_is_refused(connection: sqlite3.Connection, expression: str) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connection.execute(f"SELECT {expression}").fetchone()


def test_a_long_text_is_searched_in_time_that_grows_with_it(connection: sqlite3.Connection) -> None:
    asked = "SELECT instr(hex(zeroblob(5000000)), hex(zeroblob(2500000)) || 'b')"
    assert connection.execute(asked).fetchone() == (0,)  # each character with each would take hours
