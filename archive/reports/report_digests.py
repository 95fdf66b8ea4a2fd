"""What makes two readings one content: digests over what a report means, and the key of its version made of them.

White space, the file's bytes, the parser and its findings are no part of the meaning. The digests are over JSON texts
and must never change for a report that is in somebody's archive: they would make new versions of old contents.
"""

from __future__ import annotations

import json
from hashlib import blake2b

from archive.extract.output import cells_to_json, tables_to_json
from archive.extract.report.model import Report


def digests(report: Report) -> tuple[str, str]:
    """The two halves of a report's meaning, as hexadecimal digests: its figures and its text."""
    return _digest(tables_to_json(report.tables), cells_to_json(report.cells)), _digest(_words(report))


def version_key(report: Report) -> str | None:
    """`township/year/content`: the same on every machine for the same content. None for what is no resolved report."""
    if not report.is_resolved:
        return None
    figures, words = digests(report)
    return f"{report.issuer.township_code}/{report.year}/{figures[:6]}{words[:6]}"


def _words(report: Report) -> list[tuple[int, str]]:
    return [(section.number, "".join((section.heading + section.text).split())) for section in report.sections]


def _digest(*values: object) -> str:
    packed = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return blake2b(packed, digest_size=16).hexdigest()


NO_FIGURES = _digest({}, [])
"""The digest of the figures of a document without statutory tables."""
