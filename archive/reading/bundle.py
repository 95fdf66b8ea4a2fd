"""Packed collections (`.zip`, `.gz`): the one part that is the report.

Every likely part is read; the one that speaks most like a report is taken, and the others are named in the notes.
"""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Final

from archive.reading import formats, limits
from archive.reading.document import Block, Document, Paragraph, Table, Unreadable
from archive.reading.packed import BrokenError, Package
from archive.reading.sniff import MEDIA_TYPES

_LIKELY: Final = re.compile(r"年报|年度报告|信息公开|公开工作")
_KINDS: Final = re.compile(
    r"\.(?:docx?|wps|pdf|ofd|html?|shtml|txt|rtf|odt|mht|zip|xlsx?|et|jpe?g|png)$", re.IGNORECASE
)
_WORDS: Final = ("总体情况", "第二十条", "本年新收", "行政复议", "其他需要报告", "依申请公开", "信息公开")
_MOST: Final = 12


def read(data: bytes, depth: int = 1) -> Document | Unreadable:
    """Read the report in a packed file. Raises `TooMuchError`."""
    if depth > limits.DEPTH:
        raise limits.TooMuchError(f"it is packed more than {limits.DEPTH} times")
    if data.startswith(b"\x1f\x8b"):
        return formats.read_inside(_gunzip(data), depth + 1)
    try:
        with Package(data) as package:
            shown = package.shown()
            names = sorted(
                (name for name in shown if _wanted(shown[name])),
                key=lambda name: (not _LIKELY.search(shown[name]), shown[name]),
            )
            read = [(shown[name], formats.read_inside(package.need(name), depth + 1)) for name in names[:_MOST]]
    except BrokenError as error:
        return Unreadable(MEDIA_TYPES["zip"], f"the ZIP file cannot be opened: {error}")
    documents = [(name, inner) for name, inner in read if isinstance(inner, Document)]
    if not documents:
        reasons = "; ".join(f"{name}: {inner.reason}" for name, inner in read if isinstance(inner, Unreadable))
        return Unreadable(
            MEDIA_TYPES["zip"], f"the ZIP file holds nothing that can be read ({reasons or 'no document'})"[:500]
        )
    name, best = max(documents, key=lambda pair: _weight(*pair))
    others = [other for other in shown.values() if other != name]
    notes = (
        f"Read from {name} in a packed file.",
        *((f"Not read from it: {', '.join(others[:20])}.",) if others else ()),
    )
    return replace(best, notes=(*notes, *best.notes))


def _wanted(name: str) -> bool:
    return (
        bool(_KINDS.search(name))
        and not name.startswith("__MACOSX")
        and not name.rpartition("/")[2].startswith((".", "~$"))
    )


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            inner = file.read(limits.UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"the packing is broken: {error}") from error
    if len(inner) > limits.UNPACKED:
        raise limits.TooMuchError("it unpacks to more than is allowed")
    return inner


def _weight(name: str, document: Document) -> tuple[int, int, int]:
    text = "".join(_text(block) for block in document.blocks)
    return sum(1 for word in _WORDS if word in text), bool(_LIKELY.search(name)), len(text)


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        return "".join(cell.text for row in block.grid[:40] for cell in row if cell is not None)
    return ""
