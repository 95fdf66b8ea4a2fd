"""SQL functions of the search, for the canned queries and anybody's SQL on the served archive.

`search_pairs(q, county)` is what `search MATCH` takes, and null where no word has two characters;
`search_report(rowid)` and `search_section(rowid)` are what an entry of the index stands for; `search_passage(text, q)`
is the passage of a text around the first word, and null where the text lacks a word; `search_times(text, q)` counts
them.
"""

from __future__ import annotations

import sqlite3

from archive.reports import search_index, search_text


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection."""
    for name, function, arguments in (
        ("search_pairs", _pairs, 2),
        ("search_report", lambda number: search_index.found(number).report, 1),
        ("search_section", lambda number: search_index.found(number).section, 1),
        ("search_passage", _passage, 2),
        ("search_times", _times, 2),
    ):
        connection.create_function(name, arguments, function, deterministic=True)


def _pairs(question: object, county: object) -> str | None:
    return search_text.expression(search_text.words(str(question or "")), str(county or ""))


def _passage(text: object, question: object) -> str | None:
    asked, folded = search_text.words(str(question or "")), search_text.fold(str(text or ""))
    if not asked or any(word not in folded for word in asked):
        return None
    return str(search_text.passage(str(text), asked) or "")


def _times(text: object, question: object) -> int:
    folded = search_text.fold(str(text or ""))
    return sum(folded.count(word) for word in search_text.words(str(question or "")))
