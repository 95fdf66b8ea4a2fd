"""A laid-out report as a PDF with ruled tables and real text, set in a font of the reader's own. Pure.

Simplified Chinese by the predefined encoding UniGB-UCS2-H, so that nothing has to be embedded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.support.sites.blocks import Block, Box, Grid

MEDIA_TYPE = "application/pdf"

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 50
_TEXT, _SMALL = 12.0, 7.0
_OBJECTS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    ),
    (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    ),
)


@dataclass
class _Sheets:
    """Pages as they are written: the operators of each, and how far down the last one is."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = _HEIGHT - _MARGIN

    def make_room(self, height: float) -> None:
        if self.y - height < _MARGIN:
            self.pages.append([])
            self.y = _HEIGHT - _MARGIN

    def say(self, text: str, x: float, y: float, size: float) -> None:
        coded = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{coded}> Tj ET")

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f} re S")


def write(title: str, blocks: Iterable[Block]) -> bytes:
    """The file's bytes; the title is its first line."""
    sheets = _Sheets()
    _lines(sheets, title)
    for block in blocks:
        if isinstance(block, Grid):
            _table(sheets, block)
        else:
            _lines(sheets, f"　　{block.text}")
    return _file(sheets.pages)


def _lines(sheets: _Sheets, text: str) -> None:
    for line in _wrapped(text, _WIDTH - 2 * _MARGIN, _TEXT):
        sheets.make_room(20)
        sheets.y -= 20
        sheets.say(line, _MARGIN, sheets.y, _TEXT)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than `width`; ASCII is half as wide as the rest."""
    lines, used = [""], 0.0
    for letter in text:
        wide = size / 2 if letter.isascii() else size
        if used + wide > width:
            lines.append("")
            used = 0.0
        lines[-1] += letter
        used += wide
    return lines


def _table(sheets: _Sheets, grid: Grid) -> None:
    """The whole table on one page: columns of labels are wider than those of figures."""
    places = _places(grid)
    columns = sum(box.columns for box in grid.rows[0])
    widths = [3.0 if column < 3 and columns == 10 else 2.0 for column in range(columns)]
    scale = (_WIDTH - 2 * _MARGIN) / sum(widths)
    edges = [_MARGIN + scale * sum(widths[:column]) for column in range(columns + 1)]
    heights = [13.0] * len(grid.rows)
    for box, row, column in places:
        if box.rows == 1:
            lines = _wrapped(box.text, edges[column + box.columns] - edges[column] - 4, _SMALL)
            heights[row] = max(heights[row], 4 + 9.0 * len(lines))
    sheets.make_room(sum(heights) + 10)
    top = sheets.y - 10
    for box, row, column in places:
        high = top - sum(heights[:row])
        tall, wide = sum(heights[row : row + box.rows]), edges[column + box.columns] - edges[column]
        sheets.frame(edges[column], high - tall, wide, tall)
        for place, line in enumerate(_wrapped(box.text, wide - 4, _SMALL)):
            sheets.say(line, edges[column] + 2, high - 9.0 * (place + 1), _SMALL)
    sheets.y = top - sum(heights)


def _places(grid: Grid) -> list[tuple[Box, int, int]]:
    """Every cell with its row and column in the full grid."""
    taken: set[tuple[int, int]] = set()
    places = []
    for row, boxes in enumerate(grid.rows):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + right) for down in range(box.rows) for right in range(box.columns)}
            places.append((box, row, column))
    return places


def _file(pages: list[list[str]]) -> bytes:
    objects = [text.encode() for text in _OBJECTS]
    kids = []
    for page in pages:
        stream = "\n".join(["0.5 w", *page]).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        box = f"/MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects)} 0 R >>".encode())
    names = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{names}] >>".encode()
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    """The objects behind one another, with the table of where each begins."""
    written = b"%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, tail)
