"""A report as JSON, key by key as `docs/contract.md` shows it, and back: the only module that handles both shapes.

`nianbao parse` prints this JSON, and the archive stores it until the report is settled. `from_json(to_json(report))`
is the same report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from archive.extract.layout.document import IN_TEXT, Document, Spot, Unreadable, UnreadableReason
from archive.extract.report.model import (
    Candidate,
    CellNote,
    Figure,
    Finding,
    Issuer,
    NoReportReason,
    Report,
    Section,
    TableName,
    TableValues,
)

Json = dict[str, Any]
"""One object of JSON."""


def with_source(
    report: Report, document: Document | Unreadable, data: bytes | None = None, parser: str | None = None
) -> Report:
    """The report with the digest, media type and character set of its file, and the name of the parser."""
    return replace(
        report,
        sha256=report.sha256 if data is None else sha256(data).hexdigest(),
        media_type=document.media_type,
        charset=document.charset if isinstance(document, Document) else None,
        parser=parser or report.parser,
    )


def to_json(report: Report, path: str | None = None) -> Json:
    """The report in the shape of the contract; `path` is where the file lies on disk."""
    return {
        "path": path,
        "sha256": report.sha256,
        "media_type": report.media_type,
        "charset": report.charset,
        "kind": report.kind,
        "reason": report.reason,
        "reason_code": report.reason_code,
        "title": report.title,
        "year": report.year,
        "issuer": report.issuer.to_json(),
        "form": report.form,
        "document_number": report.document_number,
        "signed_on": _day_to_json(report.signed_on),
        "published_on": _day_to_json(report.published_on),
        "published_label": report.published_label,
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in report.sections],
        "tables": tables_to_json(report.tables),
        "cells": cells_to_json(report.cells),
        "narrative": [_figure_to_json(figure) for figure in report.narrative],
        "findings": [
            {"rule": f.rule, "severity": f.severity, "blame": f.blame, "detail": f.detail} for f in report.findings
        ],
        "parser": report.parser,
    }


def positions_to_json(report: Report) -> Json:
    """Where the figures stand: a list for the cells, and one in the order of `narrative`, null for an unknown place."""
    cells = report.positions.cells.items()
    return {
        "cells": [{"table": t, "line": line, "column": column} | _spot(spot) for (t, line, column), spot in cells],
        "narrative": [_spot(spot) if spot else None for spot in report.positions.figures],
    }


def _spot(spot: Spot) -> Json:
    """A place: a table's row and column, or a paragraph's characters; the page's boxes and the element where known."""
    inside = {"start": spot.start, "end": spot.end} if spot.row == IN_TEXT else {"row": spot.row, "column": spot.column}
    boxes = [
        {"page": area.page, "left": area.left, "top": area.top, "right": area.right, "bottom": area.bottom}
        for area in spot.areas
    ]
    element: Json = {"element": spot.path} if spot.path else {}
    if spot.path and spot.length:
        element |= {"offset": spot.offset, "length": spot.length}
    return {"block": spot.block, **inside, **({"boxes": boxes} if boxes else {}), **element}


def from_json(stored: Mapping[str, Any]) -> Report:
    """The report that `to_json` wrote. Raises KeyError where it lacks what every report has.

    What a former program did not write yet (`reason_code`, `published_label`), and what is of the file alone, may be
    missing.
    """
    code = _reason_from_json(stored.get("reason_code"))
    return Report(
        kind=stored["kind"],
        reason_code=code,
        unread_because=None if isinstance(code, NoReportReason) else stored["reason"],
        title=stored["title"],
        year=stored["year"],
        issuer=_issuer_from_json(stored["issuer"]),
        form=stored["form"],
        document_number=stored["document_number"],
        signed_on=_day_from_json(stored["signed_on"]),
        published_on=_day_from_json(stored["published_on"]),
        published_label=stored.get("published_label"),
        sections=tuple(Section(**section) for section in stored["sections"]),
        tables=stored["tables"],
        cells=tuple(CellNote(**cell) for cell in stored["cells"]),
        narrative=tuple(Figure(**figure) for figure in stored["narrative"]),
        findings=tuple(Finding(**finding) for finding in stored["findings"]),
        parser=stored["parser"],
        sha256=stored.get("sha256"),
        media_type=stored.get("media_type"),
        charset=stored.get("charset"),
    )


def dumps(report: Report) -> str:
    """The text that the archive stores of a report."""
    return json.dumps(to_json(report), ensure_ascii=False)


def loads(stored: str) -> Report:
    """The report that `dumps` wrote."""
    return from_json(json.loads(stored))


def tables_to_json(tables: Mapping[TableName, TableValues]) -> Json:
    """The statutory tables: lines of columns, or of one value."""
    return {table: _lines_to_json(lines) for table, lines in tables.items()}


def cells_to_json(cells: Sequence[CellNote]) -> list[Json]:
    """The cells that are not just a number, in the order of the document."""
    return [{"table": c.table, "line": c.line, "column": c.column, "state": c.state, "raw": c.raw} for c in cells]


def _lines_to_json(lines: TableValues) -> Json:
    return {line: dict(value) if isinstance(value, Mapping) else value for line, value in lines.items()}


def candidates_to_json(candidates: Sequence[Candidate]) -> list[Json]:
    """The townships that a name could mean."""
    return [{"township_code": c.township_code, "name": c.name, "county": c.county} for c in candidates]


def _issuer_from_json(stored: Mapping[str, Any]) -> Issuer:
    units = {
        key: tuple(Candidate(**candidate) for candidate in stored.get(key, ())) for key in ("candidates", "joint_with")
    }
    return Issuer(**{**stored, **units})


def _figure_to_json(figure: Figure) -> Json:
    return {
        "indicator": figure.indicator,
        "value": figure.value,
        "unit": figure.unit,
        "quote": figure.quote,
        "section": figure.section,
        "start": figure.start,
        "end": figure.end,
    }


def _reason_from_json(code: str | None) -> NoReportReason | UnreadableReason | None:
    if code is None:
        return None
    return NoReportReason(code) if code in set(NoReportReason) else UnreadableReason(code)


def _day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_json(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
