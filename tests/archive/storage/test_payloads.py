"""Payload bytes: stored once, under whatever dictionary came first, however many processes store them at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.storage.payloads import DICTIONARY_LIMIT, Payloads

FIRST, SECOND, THIRD = (f"<html><body>{'navigation ' * 40}{word}</body></html>".encode() for word in ("a", "b", "c"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nianbao.payloads.db"


@pytest.fixture
def payloads(path: Path) -> Iterator[Payloads]:
    opened = Payloads.open(path)
    yield opened
    opened.close()


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT * FROM {table} ORDER BY sha256").fetchall()
    finally:
        connection.close()


def test_bytes_that_another_process_stored_meanwhile_stay_as_it_stored_them(
    path: Path, payloads: Payloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads.put(FIRST, "report http://a")
    digest = payloads.put(SECOND, "report http://a")
    stored = rows(path, "payloads")
    late = Payloads.open(path)
    monkeypatch.setattr(late, "has", lambda _: False)  # it looked before the other one wrote
    assert late.put(SECOND, "report http://b") == digest
    assert rows(path, "payloads") == stored
    assert late.get(digest) == SECOND
    late.close()


def test_the_first_payload_of_a_scope_stays_its_dictionary(
    path: Path, payloads: Payloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads.put(FIRST, "report http://a")
    bases = rows(path, "bases")
    late = Payloads.open(path)
    monkeypatch.setattr(late, "_base", lambda _: None)  # it looked before the other one wrote
    late.put(SECOND, "report http://a")
    assert rows(path, "bases") == bases
    late.close()
    assert payloads.get(payloads.put(THIRD, "report http://a")) == THIRD


@pytest.mark.parametrize(("size", "serves"), [(DICTIONARY_LIMIT, True), (DICTIONARY_LIMIT + 1, False)])
def test_a_long_payload_does_not_serve_as_a_dictionary(path: Path, payloads: Payloads, size: int, serves: bool) -> None:
    payloads.put(b"x" * size, "report http://a")
    assert bool(rows(path, "bases")) == serves


def test_bytes_that_are_not_here_are_named(payloads: Payloads) -> None:
    with pytest.raises(KeyError, match="00" * 32):
        payloads.get(bytes(32))
