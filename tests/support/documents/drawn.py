"""Small PDFs, drawn operator by operator, for tests of how a page is read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.extract.layout.document import Paragraph, Table
from tests.support.documents.made import read as read
from tests.support.sites import pdf

ROWS = (("信息内容", "本年制发件数", "现行有效件数"), ("规章", "12", "30"), ("规范性文件", "56", "9"))
FIRST = 6
"""The number of the first of the objects that a test adds."""


def code(text: str) -> str:
    """Text as the sample font wants it."""
    return f"<{text.encode('utf-16-be').hex()}>"


def say(text: str, x: float, y: float, size: float = 10.0) -> str:
    """Text at a position in points."""
    return f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td {code(text)} Tj ET"


def table(rows: Sequence[Sequence[str]] = ROWS, x: float = 60, y: float = 700, frames: bool = True) -> str:
    """A ruled table by its top left corner, in rows of 20 and columns of 120 points."""
    made = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left, bottom = x + 120 * column, y - 20 * (row + 1)
            if frames:
                made.append(f"{left} {bottom} 120 20 re S")
            made.append(say(text, left + 6, bottom + 6))
    return "\n".join(made)


def write(*contents: str, page: str = "/MediaBox [0 0 595 842]", objects: Iterable[str | bytes] = ()) -> bytes:
    """A PDF of pages with these contents, each with these entries; `F1` is the sample font, `X6` the first object."""
    made = [text.encode() for text in pdf._OBJECTS]
    made += [entry.encode() if isinstance(entry, str) else entry for entry in objects]
    shown = " ".join(f"/X{number} {number} 0 R" for number in range(FIRST, len(made) + 1))
    resources = f"/Resources << /Font << /F1 3 0 R >> /XObject << {shown} >> >>"
    kids = []
    for content in contents:
        made.append(stream(content))
        made.append(f"<< /Type /Page /Parent 2 0 R {page} {resources} /Contents {len(made)} 0 R >>".encode())
        kids.append(len(made))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    made[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return pdf._assembled(made)


def stream(content: str | bytes, entries: str = "") -> bytes:
    """An object that is a stream."""
    data = content.encode() if isinstance(content, str) else content
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries.encode(), data)


def form(content: str, entries: str = "") -> bytes:
    """A form XObject of the size of the page."""
    head = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
    return stream(content, f"{head} {entries}")


def cells(data: bytes) -> list[tuple[tuple[str, ...], ...]]:
    """The texts of every table."""
    return [
        tuple(tuple(cell.text if cell is not None else "" for cell in row) for row in block.grid)
        for block in read(data).blocks
        if isinstance(block, Table)
    ]


def lines(data: bytes) -> list[str]:
    """The texts of every paragraph."""
    return [block.text for block in read(data).blocks if isinstance(block, Paragraph)]
