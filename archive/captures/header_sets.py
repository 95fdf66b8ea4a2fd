"""The headers of an answer as they are stored: bounded, and equal for answers that differ in nothing that tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from archive.storage import digests

PAIRS: Final = ":pairs"
"""The key, which is no header's name, of the list of all header lines of an answer in which a name repeats."""
OMITTED: Final = ":omitted"
"""The key of the number of characters that were left out of headers that are too long together."""
LONGEST: Final = 32_768
"""Characters of an answer's headers that are stored. Servers send one or two thousand; an answer may have 256 KB."""
_SHORT: Final = 256
"""Characters of a value that are kept where the headers are too long."""
_MOST: Final = 48
"""Header lines that are kept where they are still too long."""
_TELLING: Final = (
    *("content-type", "content-disposition", "content-encoding", "content-language", "etag", "last-modified", "age"),
    *("date", "location", "cache-control", "server", "via", "x-cache", "set-cookie"),
)
"""Headers that are kept before others."""
_FLEETING: Final = {"date", "set-cookie", "expires", "connection", "keep-alive", "x-request-id"}
"""Headers that differ in every response; stored only where the body is new. `age` and `x-cache` always are: they tell
that a page was no answer of today."""


def store(
    db: sqlite3.Connection, headers: Mapping[str, str], pairs: Sequence[tuple[str, str]], *, of_new_body: bool
) -> int:
    """Store the headers of an answer, once, and return the key of their set."""
    fields = {
        name: value if of_new_body or name != "age" else _in_hours(value)
        for name, value in headers.items()
        if of_new_body or name not in _FLEETING
    }
    kept = [pair for pair in pairs if pair[0] in fields]
    text = _within_bounds(fields, kept if len(kept) > len(dict(kept)) else [])
    digest = digests.of_text(text)
    db.execute("INSERT INTO header_sets (digest, fields) VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, text))
    return int(db.execute("SELECT headers FROM header_sets WHERE digest = ?", (digest,)).fetchone()[0])


def _within_bounds(fields: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> str:
    """The headers as JSON; too long ones are cut to the beginnings of the first of them."""
    text = _dumps(fields, pairs)
    if len(text) <= LONGEST:
        return text
    telling_first = sorted(fields.items(), key=lambda field: field[0] not in _TELLING)
    first = {name[:_SHORT]: value[:_SHORT] for name, value in telling_first[:_MOST]}
    lines = [(name[:_SHORT], value[:_SHORT]) for name, value in pairs[:_MOST]]
    omitted = _characters(fields) - _characters(first)
    cut = _dumps(first, lines, omitted)
    return cut if len(cut) <= LONGEST else _dumps(first, [], omitted)


def _characters(fields: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) for name, value in fields.items())


def _dumps(fields: Mapping[str, str], pairs: Sequence[tuple[str, str]], omitted: int = 0) -> str:
    added = ({PAIRS: pairs} if pairs else {}) | ({OMITTED: str(omitted)} if omitted else {})
    return json.dumps({**fields, **added}, ensure_ascii=False, sort_keys=True)


def _in_hours(age: str) -> str:
    """An age in seconds, cut to whole hours, so that it does not make every answer's headers differ."""
    return str(int(age) // 3600 * 3600) if age.isdigit() else age
