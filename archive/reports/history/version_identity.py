"""Digests of a report's content, and the key of its version: equal digests mean the same version.

White space, the file's bytes, the parser and its findings are no part of the content. The digests are taken over JSON
and must never change for a stored report: a changed digest would make a new version of old content.
"""

from __future__ import annotations

import json
from hashlib import blake2b

from archive.extract.output import cells_to_json, tables_to_json
from archive.extract.report.model import Report


def digests(report: Report) -> tuple[str, str]:
    """The hexadecimal digests of a report's figures and of its text."""
    return _digest(tables_to_json(report.tables), cells_to_json(report.cells)), _digest(_section_texts(report))


def version_key(report: Report) -> str | None:
    """`township/year/content`: the same on every machine for the same content. None for an unresolved report."""
    if not report.is_resolved:
        return None
    figures, text = digests(report)
    return f"{report.issuer.township_code}/{report.year}/{figures[:6]}{text[:6]}"


def _section_texts(report: Report) -> list[tuple[int, str]]:
    return [(section.number, "".join((section.heading + section.text).split())) for section in report.sections]


def _digest(*values: object) -> str:
    packed = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return blake2b(packed, digest_size=16).hexdigest()


NO_FIGURES = _digest({}, [])
"""The digest of the figures of a document without statutory tables."""
