"""What the cells of Datasette's tables and queries say beside a code, in the visitor's language: a name or a sentence.

The code stays in the cell, since filters and SQL ask for it. CSV has the names in further columns
(`archive.web.data.csv_for_people`), JSON has codes only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from archive import messages, patterns
from archive.captures.reasons import sentence_of_document, sentence_of_stored, sentence_of_stored_list
from archive.drafts.finding_sentences import of_version
from archive.extract.report.model import Finding
from archive.reports import code_names
from archive.web.ask import Ask
from archive.web.language import current, t
from archive.web.pages import proof_words
from archive.web.when import moment_of_row

_TRUTHS: Final = frozenset({"available", "backdated", "complete", "holds", "hollow", "leads", "up"})
"""Columns that hold 1 for yes and 0 for no."""

_INSTANT: Final = patterns.lazy(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")

_LAST_REASONS: Final = "SELECT v.reasons FROM site_counts AS n JOIN visits AS v ON v.site_run = n.last WHERE n.site = ?"
_OF_CAPTURE: Final = "SELECT reason_args FROM captures WHERE capture = ?"


async def shown(ask: Ask, table: str | None, row: Mapping[str, Any], column: str) -> Markup | None:
    """What a cell shows that holds no key of the archive; None where it shows what is stored."""
    value = row[column]
    if not isinstance(value, str):
        return None
    if _INSTANT.fullmatch(value):
        return moment_of_row(value)
    if said := await sentence(ask, row, column, value):
        return _told(said, value)
    return _named(said, value) if (said := name(table, row, column, value)) else None


def truth(column: str, value: int) -> Markup | None:
    """Yes or no behind 1 or 0; None where a column holds numbers."""
    if column not in _TRUTHS or value not in (0, 1):
        return None
    return _named(t("word-answer-yes" if value else "word-answer-no"), str(value))


def _named(name: str, code: str) -> Markup:
    """A code of a closed set behind its name."""
    return Markup("{} <em>{}</em>").format(name, code)


def _told(sentence: str, stored: str) -> Markup:
    """What is stored, a code or an English sentence, as one in the visitor's language; the code is there to be seen."""
    if " " in stored:
        return Markup("<span>{}</span>").format(sentence)
    return Markup('<span title="{}">{}</span>').format(stored, sentence)


def statutory(table: str | None, row: Mapping[str, Any]) -> str:
    """The statutory table that the lines and columns of a served row are of; empty where they are of none."""
    of: str = row.get("table") or code_names.OF_STORED.get(table or "", "")
    return of


def name(table: str | None, row: Mapping[str, Any], column: str, code: str) -> str | None:
    """What a code is called; None where it has no name, or one that is the code itself."""
    found = code_names.beside(column, code, statutory(table, row), current(), str(row.get("line") or ""))
    return None if found is None or found.casefold() == code.replace("_", " ") else found


async def sentence(ask: Ask, row: Mapping[str, Any], column: str, text: str) -> str | None:
    """What a code, or a sentence that is stored in English, says in the visitor's language; None where it stays."""
    try:
        return await _sentence(ask, row, column, text)
    except (KeyError, ValueError, TypeError):  # of a former program, or of another kind than its column's name says
        return None


async def _sentence(ask: Ask, row: Mapping[str, Any], column: str, text: str) -> str | None:
    match column:
        case "last_reason" | "last_detail":
            last = await ask.one(_LAST_REASONS, row["site"])
            return _of_run(last["reasons"] if last else None, column, text)
        case "reason" if row.get("evidence"):
            return proof_words.why(json.loads(row["evidence"]))
        case "reason" if row.get("reason_code"):
            return _beside_its_code(row, text)
        case "reason" | "detail" if "reasons" in row:
            return _of_run(row["reasons"], column, text)
        case "reason" | "reason_code":
            return messages.sentence(text, await _arguments(ask, row), current())
        case "detail" if row.get("reason"):
            return await _of_capture(ask, row, text)
        case "detail" if {"version", "rule", "severity", "blame"} <= row.keys() and current() != "en":
            finding = Finding(row["rule"], row["severity"], row["blame"], text)
            (said,) = await ask.read(lambda connection: of_version(connection, row["version"], [finding]))
            return said
    return None


def _of_run(reasons: str | None, column: str, text: str) -> str | None:
    """Why a site run ended so: its detail are all stored reasons, its reason is the first of them."""
    if reasons is None:
        return messages.sentence(text, None, current()) if column.endswith("reason") else None
    if column.endswith("detail"):
        return sentence_of_stored_list(reasons, current(), text)
    first = json.loads(reasons)[0]
    return messages.sentence(text, first["args"], current()) if first["reason"] == text else None


def _beside_its_code(row: Mapping[str, Any], text: str) -> str | None:
    """An English reason that is stored with its code: of a listing check with its arguments, of a document without."""
    code = row["reason_code"]
    if "reason_args" in row:
        return sentence_of_stored(code, row["reason_args"], current(), text)
    return sentence_of_document(code, text, current())


async def _of_capture(ask: Ask, row: Mapping[str, Any], text: str) -> str | None:
    """The detail of a capture, where it is the sentence of its reason and no more."""
    arguments = await _arguments(ask, row)
    said = messages.sentence(row["reason"], arguments, "en") == text
    return messages.sentence(row["reason"], arguments, current()) if said else None


async def _arguments(ask: Ask, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The stored arguments of a row's reason; a query may leave out what its capture has."""
    if "reason_args" not in row and row.get("capture"):
        row = await ask.one(_OF_CAPTURE, row["capture"]) or {}
    stored = row.get("reason_args")
    return json.loads(stored) if stored else None
