"""How much of a document is read at most: bounds that no report comes near and that a hostile file meets early."""

from __future__ import annotations

from typing import Final

BYTES: Final = 100 * 1024 * 1024
"""Size of a file as it came."""

TEXT: Final = 12 * 1024 * 1024
"""Characters of one page or one part of a packed file."""

UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that a packed file may unpack to, all parts together."""

RATIO: Final = 400
"""Times that one part of a packed file may grow beyond a first megabyte."""

DEPTH: Final = 3
"""Packed files inside one another."""

POSITIONS: Final = 200_000
"""Positions of one table's grid, and of all tables of a document together."""

SPAN: Final = 200
"""Columns or rows that one cell may claim (rows are also clipped to those that are there)."""

BLOCKS: Final = 50_000
"""Paragraphs, tables and pictures of one document."""

PAGES: Final = 300
"""Pages of a fixed-layout document."""

SCANS: Final = 30
"""Pictures of one document whose text is recognised."""

PIXELS: Final = 60_000_000
"""Positions of one picture."""

BEATS: Final = SCANS
"""Signs of life that prolong the time for one document."""

ANSWER: Final = 64 * 1024 * 1024
"""Bytes of what is said of a document."""


class TooMuchError(Exception):
    """A document goes over a limit; the message says which, for a person."""
