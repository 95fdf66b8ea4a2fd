"""CSV that Datasette serves, made fit for people: names beside codes, UTF-8 with its mark, and nothing is a formula.

Names are Chinese whoever asks, as in exports, and stand in further columns at the end: `verdict_name` for `verdict`.
Programs that want it as it is stored ask with `_raw=1`; they are better served by `.json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from archive import patterns
from archive.deadlines import reasons
from archive.messages.spreadsheet import harmless
from archive.reports import code_names
from archive.web.language import App, Message, Receive, Send
from archive.web.metadata import DATABASE
from archive.web.tables import cells

_name_of = lru_cache(4096)(code_names.beside)
_TABLE = patterns.lazy(rf"/{DATABASE}/(?P<table>[^/.]+)\.csv")
_MARK = "\ufeff"
csv.field_size_limit(64_000_000)  # a section may be longer than the 131,072 characters that Python's reader takes


class _Rows:
    """Rows out of CSV that comes in pieces: a row ends where a line ends outside of quotes."""

    def __init__(self, table: str | None = None) -> None:
        self._table = table
        self._rest = ""
        self._head: list[str] = []
        self._named: list[str] = []

    def take(self, piece: str, *, last: bool) -> str:
        """The rows that are whole with this piece, rewritten."""
        text = self._rest + piece
        cut = len(text) if last else self._end_of_rows(text)
        whole, self._rest = text[:cut], text[cut:]
        if not whole:
            return ""
        written = io.StringIO(newline="")
        mark = "" if self._head else _MARK
        named = self._with_names(csv.reader(_lines(whole)))
        csv.writer(written).writerows([harmless(cell) for cell in row] for row in named)
        return mark + written.getvalue()

    def _with_names(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The rows, each with the names of its codes at its end; the first of all are the columns."""
        for row in rows:
            if self._head:
                yield row + self._names(dict(zip(self._head, row, strict=False)))
            else:
                self._head = row
                known = code_names.NAMED | ({"reason"} if {"verdict", "evidence"} <= {*row} else set())
                self._named = [c for c in row if c in known and f"{c}_name" not in row]
                yield row + [f"{column}_name" for column in self._named]

    def _names(self, row: dict[str, str]) -> list[str]:
        of = cells.statutory(self._table, row)
        line = row.get("line", "")
        return [_called(column, row, of, line) or "" for column in self._named]

    def _end_of_rows(self, text: str) -> int:
        """Where the last line ends that has an even number of quotes before it."""
        cut = text.rfind("\n") + 1
        while cut and text.count('"', 0, cut) % 2:
            cut = text.rfind("\n", 0, cut - 1) + 1
        return cut


def _called(column: str, row: dict[str, str], of: str, line: str) -> str | None:
    if column != "reason":
        return _name_of(column, row.get(column, ""), of, "zh", line)
    evidence = json.loads(row["evidence"] or "{}")
    return reasons.sentence_of_stored(row["reason"], json.dumps(evidence.get("reason_args")), "zh")


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline="").readlines())


def served(app: App) -> App:
    """The application with its CSV rewritten for people."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_csv(scope):
            await app(scope, receive, send)
            return
        table = _TABLE.search(scope["path"])
        rows, plain = _Rows(table and table["table"]), False

        async def rewritten(message: Message) -> None:
            nonlocal plain
            if message["type"] == "http.response.start":
                plain = message["status"] == 200
                if plain:
                    headers = [(name, value) for name, value in message["headers"] if name.lower() != b"content-length"]
                    message = {**message, "headers": headers}
            elif plain:
                piece = message.get("body", b"").decode("utf-8")
                text = rows.take(piece, last=not message.get("more_body", False))
                message = {**message, "body": text.encode("utf-8")}
            await send(message)

        await app(scope, receive, rewritten)

    return answered


def _is_csv(scope: Message) -> bool:
    """Whether a request asks for CSV as people want it; with `_trace` Datasette answers with a page."""
    given = scope["query_string"].split(b"&")
    return scope["path"].endswith(".csv") and b"_raw=1" not in given and not any(g.startswith(b"_trace") for g in given)
