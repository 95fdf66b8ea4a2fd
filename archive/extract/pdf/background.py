"""What lies under and over a text on a PDF's page: areas that were painted before it, and after it.

Knows painted areas in their order; what covers a text hides it, and a text in the colour of its ground cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive.extract.page.strokes import holds
from archive.extract.pdf.drawings import Colour, Fill

WHITE: Final = (255, 255, 255)
_SIDE: Final = 24
_ALIKE: Final = 12


class Ground:
    """Looks up the areas at a point, the last one painted first; `_SIDE` times `_SIDE` drawers keep that short."""

    def __init__(self, fills: Sequence[Fill], width: float, height: float) -> None:
        self._width, self._height = max(width, 1.0), max(height, 1.0)
        self._drawers: dict[tuple[int, int], list[Fill]] = {}
        self._last_cover = max((fill.order for fill in fills if fill.hides), default=-1)
        self._colours = {WHITE, *(fill.colour for fill in fills if fill.colour is not None)}
        for fill in reversed(fills):
            left, top = self._drawer(fill.box[0], fill.box[1])
            right, bottom = self._drawer(fill.box[2], fill.box[3])
            for column in range(left, right + 1):
                for row in range(top, bottom + 1):
                    self._drawers.setdefault((column, row), []).append(fill)

    def covers(self, x: float, y: float, order: int) -> bool:
        """Whether what is painted after a text hides a point of it."""
        if order >= self._last_cover:
            return False
        return any(fill.hides and fill.order > order for fill in self._at(x, y))

    def may_swallow(self, colour: Colour) -> bool:
        """Whether there is ground of this colour anywhere."""
        return any(_alike(colour, other) for other in self._colours)

    def swallows(self, x: float, y: float, order: int, colour: Colour) -> bool:
        """Whether a text has the colour of its ground at a point; paper is white."""
        ground: Colour | None = next((fill.colour for fill in self._at(x, y) if fill.order < order), WHITE)
        return ground is not None and _alike(ground, colour)

    def _at(self, x: float, y: float) -> Iterator[Fill]:
        return (fill for fill in self._drawers.get(self._drawer(x, y), ()) if holds(fill.box, x, y))

    def _drawer(self, x: float, y: float) -> tuple[int, int]:
        column, row = int(x / self._width * _SIDE), int(y / self._height * _SIDE)
        return min(max(column, 0), _SIDE - 1), min(max(row, 0), _SIDE - 1)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))
