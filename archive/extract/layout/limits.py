"""Upper bounds on what is read of a document: far above any real report, and reached early by a hostile file."""

from __future__ import annotations

import errno
from typing import Final

ERRORS_OF_THE_MACHINE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN}
)
"""Error numbers of OSError that say nothing of a document: the disk, the memory or the open files were used up."""

BYTES: Final = 100 * 1024 * 1024
"""Size of a file as received."""

TEXT: Final = 12 * 1024 * 1024
"""Characters of one page or one part of a packed file."""

UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that a packed file may unpack to, all parts together."""

RATIO: Final = 400
"""Compression ratio allowed for one part of a packed file, beyond a first megabyte."""

DEPTH: Final = 3
"""Nesting depth of packed files."""

POSITIONS: Final = 200_000
"""Positions of one table's grid, and of all tables of a document together."""

SPAN: Final = 200
"""Columns or rows that one cell may span (rows are also clipped to those of the table)."""

BLOCKS: Final = 50_000
"""Paragraphs, tables and pictures of one document."""

PAGES: Final = 300
"""Pages of a fixed-layout document."""

SCANS: Final = 30
"""Pictures of one document whose text is recognised."""

PIXELS: Final = 60_000_000
"""Pixels of one picture."""

BEATS: Final = SCANS
"""Heartbeats that prolong the time for one document."""

ANSWER: Final = 64 * 1024 * 1024
"""Bytes of the answer that a reading process sends about a document."""


class TooMuchError(Exception):
    """A document exceeds a limit; the message names it, for a person."""
