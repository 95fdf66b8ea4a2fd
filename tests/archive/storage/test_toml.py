"""TOML tables as dataclasses: what may be written, and the one line for everything that may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from archive.storage import toml
from archive.storage.toml import Place, at_least


class WrongTableError(Exception):
    """What the tests ask for."""


@dataclass(frozen=True)
class Inner:
    """A table in a table."""

    low: int = 0
    high: int = 9

    def problem(self) -> tuple[str, str] | None:
        """The key that is wrong beside the others, and what is."""
        return ("high", f"is below `low` ({self.low})") if self.high < self.low else None


@dataclass(frozen=True)
class Row:
    """A field of every type."""

    name: str
    count: Annotated[int, at_least(1)] = 1
    share: float = 0.0
    open: bool = False
    mode: Literal["fast", "slow"] = "fast"
    day: date | None = field(default=None, metadata={"key": "from"})
    file: Path | None = None
    words: tuple[Annotated[str, lambda word: None if word else "but a word is wanted"], ...] = ()
    span: tuple[int, int] = (0, 0)
    limit: Annotated[int, at_least(5)] | None = None
    either: tuple[str | Mapping[str, Any], ...] = ()
    inner: Inner = field(default_factory=Inner)
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


PLACE = Place(Path("/etc/rows.toml"), WrongTableError, "row 1")


def test_a_table_becomes_a_value() -> None:
    table = {
        "name": "x", "count": 2, "share": 1, "open": True, "mode": "slow", "from": "2024-01-02", "file": "a/b",
        "words": ["p", "q"], "span": [1, 2], "limit": 5, "either": ["a", {"b": 1}], "inner": {"high": 3},
        "sums": {"total": ["p", "q"]},
    }  # fmt: skip
    row = toml.build(Row, table, PLACE)
    assert row == Row(
        "x", 2, 1.0, True, "slow", date(2024, 1, 2), Path("/etc/a/b"), ("p", "q"), (1, 2), 5, ("a", {"b": 1}),
        Inner(0, 3), {"total": ("p", "q")},
    )  # fmt: skip
    assert isinstance(row.share, float)
    assert toml.build(Row, {"name": "x"}, PLACE) == Row("x")
    assert toml.build(Row, {"name": "x", "from": date(2024, 1, 2)}, PLACE).day == date(2024, 1, 2)
    assert toml.build(Row, {"name": "x", "limit": None}, PLACE).limit is None
    assert toml.build(Row, {}, PLACE, name="given") == Row("given")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "`name` is missing"),
        ({"name": 1}, "`name` is 1, but a string is wanted"),
        ({"name": None}, "`name` is None, but a string is wanted"),
        ({"name": "x", "cuont": 1}, "unknown key `cuont` (did you mean count?); known here: count, either, file, from"),
        ({"name": "x", "day": 1}, "unknown key `day`; known here: "),
        ({"name": "x", "count": "1"}, "`count` is '1', but a whole number is wanted"),
        ({"name": "x", "count": True}, "`count` is true, but a whole number is wanted"),
        ({"name": "x", "count": 0}, "`count` is 0, but at least 1 is wanted"),
        ({"name": "x", "share": "1"}, "`share` is '1', but a number is wanted"),
        ({"name": "x", "share": True}, "`share` is true, but a number is wanted"),
        ({"name": "x", "open": 1}, "`open` is 1, but true or false is wanted"),
        ({"name": "x", "mode": "swift"}, "`mode` is 'swift', but one of fast, slow is wanted"),
        ({"name": "x", "from": "2024"}, "`from` is '2024', but a date is wanted (YYYY-MM-DD)"),
        ({"name": "x", "from": datetime(2024, 1, 2)}, "`from` is 2024-01-02 00:00:00, but a date"),  # noqa: DTZ001
        ({"name": "x", "file": 1}, "`file` is 1, but a path is wanted"),
        ({"name": "x", "words": "p"}, "`words` is 'p', but a list is wanted"),
        ({"name": "x", "words": ["p", 1]}, "`words` holds 1, but a string is wanted"),
        ({"name": "x", "words": ["p", ""]}, "`words` holds '', but a word is wanted"),
        ({"name": "x", "span": [1]}, "`span` is [1], but a list of 2 is wanted"),
        ({"name": "x", "limit": 4}, "`limit` is 4, but at least 5 is wanted"),
        ({"name": "x", "either": [1]}, "`either` holds 1, but a string or a table is wanted"),
        ({"name": "x", "inner": 1}, "`inner` is 1, but a table is wanted"),
        ({"name": "x", "count": {}}, "`count` is {}, but a whole number is wanted"),
        ({"name": "x", "sums": {"total": [1]}}, "`sums.total` holds 1, but a string is wanted"),
        ({"name": "x", "sums": 1}, "`sums` is 1, but a table is wanted"),
        ({"name": "x", "inner": {"hihg": 1}}, "unknown key `inner.hihg` (did you mean high?); known here: high, low"),
        ({"name": "x", "inner": {"low": 5, "high": 4}}, "`inner.high` is below `low` (5)"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_row_and_key(table: dict[str, object], said: str) -> None:
    with pytest.raises(WrongTableError) as caught:
        toml.build(Row, table, PLACE)
    assert str(caught.value).startswith(f"/etc/rows.toml: row 1: {said}")
    assert "\n" not in str(caught.value)


def test_a_row_that_is_no_table() -> None:
    with pytest.raises(WrongTableError, match="row 1: is 3, but a table is wanted"):
        toml.build(Row, 3, PLACE)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "cannot be read as rows: no such file; write one"),
        (b"a = ", "cannot be read as rows: not valid TOML ("),
        (b"a = '\xff'", "cannot be read as rows: not valid TOML (line 1 is not in UTF-8)"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, written: bytes | None, said: str) -> None:
    path = tmp_path / "rows.toml"
    if written is not None:
        path.write_bytes(written)
    with pytest.raises(WrongTableError) as caught:
        toml.read(path, WrongTableError, "rows", missing="write one")
    assert str(caught.value).startswith(f"{path}: {said}")


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(WrongTableError, match="cannot be read as rows: it is a folder or a device; name a file"):
        toml.read(tmp_path, WrongTableError, "rows", missing="write one")


def test_rows_are_written_as_an_array_of_tables() -> None:
    assert toml.tables({"site": [1, 2]}, "site", PLACE) == [1, 2]
    assert toml.tables({}, "site", PLACE) == []
    with pytest.raises(WrongTableError, match=r"unknown key `sites`; known here: \[\[site\]\]"):
        toml.tables({"sites": []}, "site", PLACE)
    with pytest.raises(WrongTableError, match=r"`site` has to be written \[\[site\]\]"):
        toml.tables({"site": {}}, "site", PLACE)
