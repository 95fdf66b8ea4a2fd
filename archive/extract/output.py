"""A reading as the JSON of `nianbao parse`, key by key as the contract shows it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256 as _sha256
from typing import Any

from archive.extract.layout.document import Document, Unreadable
from archive.extract.report.model import Figure, Issuer, Reading, TableValues


def to_json(
    reading: Reading,
    *,
    document: Document | Unreadable | None = None,
    data: bytes | None = None,
    path: str | None = None,
    sha256: str | None = None,
    parser: str | None = None,
) -> dict[str, Any]:
    """The reading in the shape of the contract.

    `document` gives media type and character set, `data` the digest where `sha256` is not given, `parser` the name
    of the parser where the reading does not know it.
    """
    return {
        "path": path,
        "sha256": sha256 or (_sha256(data).hexdigest() if data is not None else None),
        "media_type": document.media_type if document else None,
        "charset": document.charset if isinstance(document, Document) else None,
        "kind": reading.kind,
        "reason": reading.reason,
        "reason_code": reading.reason_code,
        "title": reading.title,
        "year": reading.year,
        "issuer": _issuer(reading.issuer),
        "form": reading.form,
        "document_number": reading.document_number,
        "signed_on": reading.signed_on.isoformat() if reading.signed_on else None,
        "published_on": reading.published_on.isoformat() if reading.published_on else None,
        "published_label": reading.published_label,
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in reading.sections],
        "tables": {table: _table(values) for table, values in reading.tables.items()},
        "cells": [
            {"table": c.table, "line": c.line, "column": c.column, "state": c.state, "raw": c.raw}
            for c in reading.cells
        ],
        "narrative": [_figure(figure) for figure in reading.narrative],
        "findings": [
            {"rule": f.rule, "severity": f.severity, "blame": f.blame, "detail": f.detail} for f in reading.findings
        ],
        "parser": parser or reading.parser,
    }


def _issuer(issuer: Issuer) -> dict[str, Any]:
    return {
        "name": issuer.name,
        "level": issuer.level,
        "township_code": issuer.township_code,
        "county_code": issuer.county_code,
        "match": issuer.match,
        "candidates": [
            {"township_code": c.township_code, "name": c.name, "county": c.county} for c in issuer.candidates
        ],
    }


def _table(values: TableValues) -> dict[str, Any]:
    return {line: dict(value) if isinstance(value, Mapping) else value for line, value in values.items()}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator,
        "value": figure.value,
        "unit": figure.unit,
        "quote": figure.quote,
        "section": figure.section,
        "start": figure.start,
        "end": figure.end,
    }
