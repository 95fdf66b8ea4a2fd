"""CSV that Datasette serves, made fit for spreadsheet programs: UTF-8 with its mark, and no cell begins a formula.

Programs that want it as it is stored ask with `_raw=1`; they are better served by `.json`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from archive.messages.spreadsheet import harmless
from archive.web.language import App, Message, Receive, Send

_MARK = "\ufeff"
csv.field_size_limit(64_000_000)  # a section may be longer than the 131,072 characters that Python's reader takes


class _Rows:
    """Rows out of CSV that comes in pieces: a row ends where a line ends outside of quotes."""

    def __init__(self) -> None:
        self._rest = ""
        self._begun = False

    def take(self, piece: str, *, last: bool) -> str:
        """The rows that are whole with this piece, rewritten."""
        text = self._rest + piece
        cut = len(text) if last else self._end_of_rows(text)
        whole, self._rest = text[:cut], text[cut:]
        if not whole:
            return ""
        written = io.StringIO(newline="")
        csv.writer(written).writerows([harmless(cell) for cell in row] for row in csv.reader(_lines(whole)))
        mark, self._begun = "" if self._begun else _MARK, True
        return mark + written.getvalue()

    def _end_of_rows(self, text: str) -> int:
        """Where the last line ends that has an even number of quotes before it."""
        cut = text.rfind("\n") + 1
        while cut and text.count('"', 0, cut) % 2:
            cut = text.rfind("\n", 0, cut - 1) + 1
        return cut


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline="").readlines())


def served(app: App) -> App:
    """The application with its CSV rewritten for people."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_csv(scope):
            await app(scope, receive, send)
            return
        rows, plain = _Rows(), False

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
