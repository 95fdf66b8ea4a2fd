"""Bytes to `Document`: one reader a format, chosen by the bytes themselves.

Every reader gives the one shape of `document`; what no reader can take comes back as `Unreadable` with the reason. The
readers are imported when their format turns up.
"""

from __future__ import annotations

from archive.reading.document import Document, Unreadable
from archive.reading.formats import read, tolerant

__all__ = ["Document", "Unreadable", "read", "tolerant"]
