"""What can be shown of a document, by its bytes: its kind, and the size of each page that can be drawn."""

from __future__ import annotations

from archive.extract.facsimile import ofd_pages, pages
from archive.extract.layout import sniffing

Outline = tuple[str, str, list[tuple[float, float]]]
"""The kind of file (`archive.extract.layout.kinds`), the media type of a picture, and the sizes of pages."""


def of(data: bytes) -> Outline:
    """The outline of a document."""
    kind = sniffing.kind(data)
    if kind == "pdf":
        return kind, "", pages.sizes(data)
    if kind == "ofd":
        return kind, "", ofd_pages.sizes(data)
    return kind, (sniffing.image(data) or "") if kind == "image" else "", []
