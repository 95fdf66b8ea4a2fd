"""ZIP files of given parts, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a ZIP file, by their names."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return written.getvalue()
