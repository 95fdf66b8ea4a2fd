"""Bytes to `Document`: one reader a format, chosen by the bytes themselves.

Every reader gives the one shape of `document`; what no reader can take comes back as `Unreadable` with the reason. The
readers are imported when their format turns up.
"""

from __future__ import annotations

from archive.extract.dispatch.formats import read, tolerant
from archive.extract.layout.document import Document, Unreadable

__all__ = ["Document", "Unreadable", "read", "tolerant"]
