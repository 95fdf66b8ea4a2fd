"""What the cells of Datasette's tables and queries say beside a code, in the visitor's language: a name or a sentence.

The code stays in the cell, since filters and SQL ask for it. CSV and JSON have codes only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from archive import messages
from archive.captures.reasons import sentence_of_document, sentence_of_stored_list
from archive.drafts.finding_sentences import in_chinese
from archive.extract.report.model import Finding
from archive.reports import code_names
from archive.reports.evaluation import report_of
from archive.web.ask import Ask
from archive.web.language import current
from archive.web.pages import proof_words

_STATUTORY: Final = {
    "applications": "applications",
    "disclosures": "disclosure",
    "reviews": "review",
    "statistics": "statistics",
}
"""Tables of one statutory table each, by the table that their lines belong to; the others name it in a column."""


_LAST_REASONS: Final = "SELECT v.reasons FROM site_counts AS n JOIN visits AS v ON v.site_run = n.last WHERE n.site = ?"


def name(table: str | None, row: Mapping[str, Any], column: str, code: str) -> str | None:
    """What a code is called; None where it has no name, or one that is the code itself."""
    of = row.get("table") or _STATUTORY.get(table or "", "")
    match column:
        case "line" | "block":
            found = code_names.line(of, code)
        case "column":
            found = code_names.column(of, code)
        case "rule":
            found = code_names.rule(code, current())
        case _:
            found = code_names.of(column, code, current())
    return None if found is None or found.casefold() == code.replace("_", " ") else found


async def sentence(ask: Ask, row: Mapping[str, Any], column: str, text: str) -> str | None:
    """What a code, or a sentence that is stored in English, says in the visitor's language; None where it stays."""
    try:
        return await _sentence(ask, row, column, text)
    except (KeyError, ValueError, TypeError):  # of a former program, or of another kind than its column's name says
        return None


async def _sentence(ask: Ask, row: Mapping[str, Any], column: str, text: str) -> str | None:
    if column == "reason" and row.get("evidence"):
        return proof_words.why(json.loads(row["evidence"]))
    if column in ("reason", "reason_code") and row.get("reason_args"):
        return messages.sentence(text, json.loads(row["reason_args"]), current())
    if column == "reason" and row.get("reason_code"):
        return sentence_of_document(row["reason_code"], text, current())
    if column == "detail" and row.get("reasons"):
        return sentence_of_stored_list(row["reasons"], current(), text)
    if column == "last_detail" and (last := await ask.one(_LAST_REASONS, row["site"])):
        return sentence_of_stored_list(last["reasons"], current(), text)
    if column == "detail" and {"version", "rule", "severity", "blame"} <= row.keys() and current() != "en":
        report = await ask.read(lambda connection: report_of(connection, row["version"]))
        return in_chinese(report, Finding(row["rule"], row["severity"], row["blame"], text))
    return None
