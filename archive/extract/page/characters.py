"""Positioned characters, gathered into lines and paragraphs.

Pure geometry, with y counted downwards from the top; fixed-layout formats and recognised scans share it. A character
drawn twice to appear bold counts once; a small digit at the top of its line is the mark of a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf
from operator import itemgetter
from statistics import median
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.layout.document import PrintedLine, PrintedPage
from archive.extract.layout.marks import raised

_SAME_LINE: Final = 0.5
_SPACE: Final = 0.28
_WIDE: Final = 1.6
_INDENT: Final = 1.2
_SHORT: Final = 1.8
_APART: Final = 2.2
_TWICE: Final = 0.15
_SMALL: Final = 0.88
_RAISED: Final = 0.18
_LEVEL: Final = 0.12
_BESIDE: Final = 0.5
_NARROW: Final = 0.55
"""The width of a digit or a Latin letter, as a share of a Chinese character's."""
_ORDINAL: Final = patterns.lazy(r"[一二三四五六七八九十]{1,3}、")


class Glyph(NamedTuple):
    """Text in a box: one character, or a word recognised as a whole with a confidence from 0 to 1."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        _, x0, top, x1, bottom, _ = self
        return (x0 + x1) / 2, (top + bottom) / 2


class Line(NamedTuple):
    """A printed line: its pieces, which are separated by wide gaps, its box, and its lowest confidence.

    `edges` are the left and right ends of its characters, white space left out; `page` is the one that it stands on.
    """

    pieces: tuple[str, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    confidence: float = 1.0
    edges: tuple[tuple[float, float], ...] = ()
    page: PrintedPage | None = None

    @property
    def text(self) -> str:
        """The whole line, with a blank for each wide gap."""
        return " ".join(self.pieces)

    @property
    def size(self) -> float:
        """Its height."""
        return max(self.bottom - self.top, 1.0)

    @property
    def printed(self) -> PrintedLine | None:
        """Where its characters stand; None on a page that is not known."""
        return PrintedLine(self.page, self.top, self.bottom, self.edges) if self.page else None


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The printed lines from top to bottom."""
    in_order = sorted(glyphs, key=lambda glyph: glyph[2] + glyph[4])
    if not in_order:  # most cells have no character or one
        return []
    if len(in_order) == 1 and (only := _line_of_one(in_order[0])) is not None:
        return [only]
    rows: list[list[Glyph]] = []
    last_middle, last_height = -inf, 0.0
    for glyph in in_order:
        _, _, top, _, bottom, _ = glyph
        middle, height = (top + bottom) / 2, bottom - top
        apart = middle - last_middle
        if apart < _SAME_LINE or apart < _SAME_LINE * min(last_height, height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
        last_middle, last_height = middle, height
    printed = [_line(sorted(row, key=itemgetter(1))) for row in rows]
    return [line for line in printed if line.pieces]


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right ends of a document's text, by the width of its pages (0 where a line is on no page)."""

    by_width: Mapping[float, tuple[float, float]]

    @classmethod
    def of(cls, printed: Iterable[Line]) -> Margins:
        """Those of these lines."""
        ends: dict[float, tuple[float, float]] = {}
        for line in printed:
            width = line.page.width if line.page else 0.0
            left, right = ends.get(width, (line.x0, line.x1))
            ends[width] = (min(left, line.x0), max(right, line.x1))
        return cls(ends)

    def at(self, line: Line) -> tuple[float, float]:
        """Those of the page of a line."""
        return self.by_width[line.page.width if line.page else 0.0]


def paragraphs(printed: Sequence[Line], margins: Margins) -> list[list[Line]]:
    """Lines grouped to paragraphs.

    A paragraph begins at an indented line, after a line that ends early, after a gap, at a change of size, and at a
    short line that begins with an ordinal. Where lines begin and end is measured on the document's whole text: between
    two tables there may be short lines only.
    """
    if not printed:
        return []
    joined = [[printed[0]]]
    for previous, line in pairwise(printed):
        size = median((previous.size, line.size))
        left, right = margins.at(line)
        ends_early = previous.x1 < right - _SHORT * size
        indented = line.x0 > left + _INDENT * size
        gap_above = line.top - previous.bottom > _APART * size
        size_differs = abs(previous.size - line.size) > 0.35 * size
        heading = _ORDINAL.match(line.text) and line.x1 < right - _SHORT * size
        if ends_early or indented or gap_above or size_differs or heading:
            joined.append([line])
        else:
            joined[-1].append(line)
    return joined


def _line_of_one(glyph: Glyph) -> Line | None:
    """The line of one character; None for a word of a scan or a blank."""
    text, x0, top, x1, bottom, confidence = glyph
    if len(text) != 1 or text.isspace():
        return None
    return Line((text,), x0, x1, top, bottom, confidence, ((x0, x1),))


def _line(row: Sequence[Glyph]) -> Line:
    if len(row) == 1 and (only := _line_of_one(row[0])) is not None:
        return only
    heights = [bottom - top for _, _, top, _, bottom, _ in row]
    size = _median(heights) or 1.0
    row = _without_overprints(row, size)
    if min(heights) < _SMALL * max(heights):
        row = _raise_note_marks(row)
    pieces = _pieces(row, size)
    texts, starts, tops, ends, bottoms, confidences = zip(*row, strict=True)
    if set(map(len, texts)) == {1} and not any(map(str.isspace, texts)):  # but for words of a scan
        edges = tuple(zip(starts, ends, strict=True))
    else:
        pieces = [text for piece in pieces if (text := " ".join(piece.split()))]
        edges = tuple(_all_edges(row))
    return Line(tuple(pieces), starts[0], max(ends), min(tops), max(bottoms), min(confidences), edges)


def _pieces(row: Sequence[Glyph], size: float) -> list[str]:
    """The texts between the wide gaps of a line with characters of this size."""
    pieces = [row[0].text]
    end = row[0].x1
    for text, start, _, next_end, _, _ in row[1:]:
        gap = start - end
        if gap > _WIDE * size:
            pieces.append(text)
        elif gap > _SPACE * size and not (_is_han(pieces[-1][-1:]) and _is_han(text[:1])):
            pieces[-1] += " " + text
        else:
            pieces[-1] += text
        end = next_end
    return pieces


def _median(values: Sequence[float]) -> float:
    """The same as of `statistics`, in a fifth of the time for so few values."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _all_edges(row: Sequence[Glyph]) -> Iterator[tuple[float, float]]:
    """The left and right ends of the characters of a line, without white space."""
    for glyph in row:
        if len(glyph.text) != 1:
            yield from _edges_in_word(glyph)
        elif not glyph.text.isspace():
            yield glyph.x0, glyph.x1


def _edges_in_word(glyph: Glyph) -> Iterator[tuple[float, float]]:
    """The left and right ends of a word's characters by their usual widths."""
    ends = [0.0, *accumulate(_NARROW if char.isascii() else 1.0 for char in glyph.text)]
    scale = (glyph.x1 - glyph.x0) / (ends[-1] or 1.0)
    for char, start, end in zip(glyph.text, ends, ends[1:], strict=False):
        if not char.isspace():
            yield glyph.x0 + start * scale, glyph.x0 + end * scale


def _without_overprints(row: Sequence[Glyph], size: float) -> list[Glyph]:
    """The sorted characters of a line, without those that are drawn again at nearly the same position."""
    retained: list[Glyph] = []
    last = before_last = ""
    for glyph in row:
        text = glyph.text
        if text not in (last, before_last) or not _is_overprint(glyph, retained[-2:], size):
            retained.append(glyph)
            last, before_last = text, last
    return retained


def _is_overprint(glyph: Glyph, previous: Sequence[Glyph], size: float) -> bool:
    return any(
        earlier.text == glyph.text and glyph.x0 - earlier.x0 < _TWICE * size and abs(glyph.top - earlier.top) < size / 4
        for earlier in previous
    )


def _raise_note_marks(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, with the marks of notes as superscripts."""
    marked: list[Glyph] = []
    full_size: Glyph | None = None
    for glyph in row:
        if full_size is not None and _is_note_mark(glyph, full_size, marked[-1].x1):
            marked.append(glyph._replace(text=raised(glyph.text)))
        else:
            marked.append(glyph)
            full_size = glyph
    return marked


def _is_note_mark(glyph: Glyph, full_size: Glyph, end: float) -> bool:
    """Whether a digit is the mark of a note: right after a full-size character, clearly smaller, raised to its top."""
    height = full_size.bottom - full_size.top
    return (
        glyph.text.isdigit()
        and glyph.confidence == 1.0
        and glyph.bottom - glyph.top < _SMALL * height
        and full_size.bottom - glyph.bottom > _RAISED * height
        and glyph.top < full_size.top + _LEVEL * height
        and glyph.x0 - end < _BESIDE * height
    )


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"
