"""What hides text on a PDF's page: opaque areas painted over it, and a background of the text's own colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive.extract.page.strokes import holds
from archive.extract.pdf.drawings import Colour, Fill

WHITE: Final = (255, 255, 255)
_TILES: Final = 24
_TOLERANCE: Final = 12


class Background:
    """Looks up the painted areas at a point, the last painted first, in a grid of `_TILES` by `_TILES` tiles."""

    def __init__(self, fills: Sequence[Fill], width: float, height: float) -> None:
        self.last_cover = max((fill.order for fill in fills if fill.opaque), default=-1)
        """Nothing is hidden that is painted after it."""
        self._width, self._height = max(width, 1.0), max(height, 1.0)
        self._tiles: dict[tuple[int, int], list[Fill]] = {}
        self._colours = {WHITE, *(fill.colour for fill in fills if fill.colour is not None)}
        self._may_be_invisible: dict[Colour, bool] = {}
        for fill in reversed(fills):
            left, top = self._tile(fill.box[0], fill.box[1])
            right, bottom = self._tile(fill.box[2], fill.box[3])
            for column in range(left, right + 1):
                for row in range(top, bottom + 1):
                    self._tiles.setdefault((column, row), []).append(fill)

    def covers(self, x: float, y: float, order: int) -> bool:
        """Whether an opaque area painted after a text hides a point; `order` is the text's painting order."""
        if order >= self.last_cover:
            return False
        return any(fill.opaque and fill.order > order for fill in self._at(x, y))

    def may_be_invisible(self, colour: Colour) -> bool:
        """Whether any background on the page has this colour, so that text in it may be invisible."""
        found = self._may_be_invisible.get(colour)
        if found is None:
            found = any(_is_similar(colour, background) for background in self._colours)
            self._may_be_invisible[colour] = found
        return found

    def is_invisible(self, x: float, y: float, order: int, colour: Colour) -> bool:
        """Whether a text has the colour of its background at a point; the paper is white."""
        background: Colour | None = next((fill.colour for fill in self._at(x, y) if fill.order < order), WHITE)
        return background is not None and _is_similar(background, colour)

    def _at(self, x: float, y: float) -> Iterator[Fill]:
        return (fill for fill in self._tiles.get(self._tile(x, y), ()) if holds(fill.box, x, y))

    def _tile(self, x: float, y: float) -> tuple[int, int]:
        column, row = int(x / self._width * _TILES), int(y / self._height * _TILES)
        return min(max(column, 0), _TILES - 1), min(max(row, 0), _TILES - 1)


def _is_similar(first: Colour, second: Colour) -> bool:
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(first, second, strict=True))
