"""OFD, the fixed layout of Chinese offices (GB/T 33190): characters and lines at places, for `pages` to order.

Knows the package: documents, pages, templates, annotations and resources; `ofd_objects` knows what a page draws.
Measures in millimetres. Names are taken without their namespaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.extract.layout import grid, heartbeat, limits, xml
from archive.extract.layout.document import Block, Document, Meta, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import BrokenError, Package, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.ocr import scan
from archive.extract.ofd import objects
from archive.extract.ofd.objects import Drawn
from archive.extract.page import blocks as pages
from archive.extract.page import picture_regions
from archive.extract.page.blocks import Page
from archive.extract.page.rotation import upright
from archive.extract.page.strokes import Box

_TOLERANCE: Final = 0.9
_PROPERTIES: Final = frozenset({"Title", "Author", "Creator", "CreationDate", "ModDate", "DocID"})
_ENOUGH: Final = f"more than {limits.SCANS} pictures are not recognised"


def read(data: bytes) -> Document | Unreadable:
    """Read an OFD file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            return _Reader(package).document()
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["ofd"], f"the OFD file cannot be opened: {error}", reason_of(error))


class _Reader:
    def __init__(self, package: Package) -> None:
        self.notes: list[Note] = []
        self.missing: str | None = None
        self._package = package
        self._names = {name.lstrip("/").lower(): name for name in package.names()}
        self._pages = 0
        self._scans = 0

    def document(self) -> Document | Unreadable:
        """All pages of all documents in the file."""
        entry = self.part("OFD.xml")
        metadata = tuple(
            Meta(xml.name(e), e.text.strip()[:300], "property")
            for e in entry.iter()
            if xml.name(e) in _PROPERTIES and e.text and e.text.strip()
        )
        roots = [e.text.strip() for e in entry.iter() if xml.name(e) == "DocRoot" and e.text]
        budget = grid.Budget()
        blocks: list[Block] = []
        said = False
        for path in dict.fromkeys(roots or ["Doc_0/Document.xml"]):
            read = list(_Body(self, path).pages())
            said = said or any(page.glyphs for page in read)
            blocks += pages.blocks(read, budget)
        if self.missing is not None and not said:
            why = f"the OFD file holds pictures of pages and no text; {self.missing}"
            return Unreadable(MEDIA_TYPES["ofd"], why, UnreadableReason.NOT_RECOGNISED)
        notes = tuple(dict.fromkeys(self.notes))
        return Document(MEDIA_TYPES["ofd"], "ofd", metadata=metadata, blocks=tuple(blocks), notes=notes)

    def turn(self) -> None:
        """Count a page. Raises `TooMuchError`."""
        self._pages += 1
        if self._pages > limits.PAGES:
            raise limits.TooMuchError(f"it has more than {limits.PAGES} pages")

    def part(self, path: str) -> xml.Element:
        """The root of a part. Raises `BrokenError` where it is missing."""
        name = self._names.get(posixpath.normpath(path).lstrip("/").lower())
        if name is None:
            raise BrokenError(f"its part {path[:80]} is missing")
        return xml.parse(self._package.require(name))

    def picture(self, path: str) -> bytes | None:
        """The bytes of a picture; None where they are not in the file."""
        name = self._names.get(posixpath.normpath(path).lstrip("/").lower())
        return self._package.require(name) if name is not None else None

    def seen(self, picture: bytes) -> Page | str:
        """What a picture says, or why that cannot be told."""
        if self._scans >= limits.SCANS:
            return _ENOUGH
        self._scans += 1
        heartbeat.beat()
        return scan.recognise(picture)


class _Body:
    """One document of the file: its pages with their templates, annotations and resources."""

    def __init__(self, reader: _Reader, path: str) -> None:
        self._reader = reader
        self._root = reader.part(path)
        self._base = posixpath.dirname(path)
        self._area = objects.box(self._root) or (210.0, 297.0)
        self._templates = {e.get("ID") or "": self._path(e) for e in self._named("TemplatePage")}
        self._media: dict[str, str] = {}
        self._units: dict[str, xml.Element] = {}
        self._resources()

    def pages(self) -> Iterator[Page]:
        """The pages in their order. Raises `TooMuchError`."""
        annotations = dict(self._annotations())
        for number, element in enumerate((e for e in self._named("Page") if e.get("BaseLoc")), 1):
            yield self._page(number, self._path(element), annotations.get(element.get("ID") or ""))

    def _page(self, number: int, path: str, annotations: str | None) -> Page:
        self._reader.turn()
        root = self._reader.part(path)
        width, height = objects.box(root) or self._area
        drawn = Drawn()
        used = (self._templates.get(e.get("TemplateID") or "") for e in xml.children(root, "Template"))
        for each in (root, *(self._reader.part(template) for template in used if template)):
            drawn.add(each, self._units.get)
        if annotations is not None:
            for annotation in xml.children(self._reader.part(annotations), "Annot"):
                if annotation.get("Visible") != "false" and annotation.get("Type") != "Watermark":
                    drawn.add(annotation, self._units.get)
        boxes = [box for box, _ in drawn.pictures]
        page = Page(width, height, drawn.glyphs, drawn.rulings, len(boxes), _TOLERANCE)
        for box, resource in self._unread(page, drawn):
            page = self._with_picture(number, page, box, resource)
        return upright(page, drawn.turns)

    def _unread(self, page: Page, drawn: Drawn) -> list[tuple[Box, str]]:
        """The pictures on a page that may be text; the largest file where neither text nor a large picture stands."""
        parts = picture_regions.parts([box for box, _ in drawn.pictures], drawn.glyphs, page.width, page.height)
        large = [(box, name) for box, name in drawn.pictures if any(picture_regions.is_in(part, box) for part in parts)]
        if large or drawn.glyphs:
            return large
        sizes = {name: len(self._stored(name) or b"") for _, name in drawn.pictures}
        name = max(sizes, key=lambda one: sizes[one], default=None)
        return [((0.0, 0.0, page.width, page.height), name)] if name is not None and sizes[name] else []

    def _stored(self, resource: str) -> bytes | None:
        return self._reader.picture(self._media[resource]) if resource in self._media else None

    def _with_picture(self, number: int, page: Page, box: Box, resource: str) -> Page:
        """A page with what a picture on it says, or with a note that it cannot be read."""
        stored = self._stored(resource)
        found = self._reader.seen(stored) if stored is not None else "it is not in the file"
        why = picture_regions.unread_reason(found) if isinstance(found, Page) else found
        if isinstance(found, Page):
            self._reader.notes += [scan.RECOGNISED] if found.glyphs else []
            page = picture_regions.insert(page, found, box)
        if why is None:
            return page
        self._reader.missing = why
        self._reader.notes.append(Note(NoteCode.UNREAD_PART, f"A picture on page {number} was not read: {why}."))
        return replace(page, unread=True)

    def _annotations(self) -> Iterator[tuple[str, str]]:
        """The numbers of pages with annotations, and the part that has them."""
        for element in self._named("Annotations"):
            if element.text and element.text.strip():
                path = posixpath.join(self._base, element.text.strip())
                for page in xml.children(self._reader.part(path), "Page"):
                    place = xml.child(page, "FileLoc")
                    if place is not None and place.text:
                        yield page.get("PageID") or "", posixpath.join(posixpath.dirname(path), place.text.strip())

    def _resources(self) -> None:
        """Note the files of pictures and the composite units by the numbers under which pages show them."""
        for element in (*self._named("PublicRes"), *self._named("DocumentRes")):
            if not element.text:
                continue
            resources = self._reader.part(path := posixpath.join(self._base, element.text.strip()))
            folder = posixpath.join(posixpath.dirname(path), resources.get("BaseLoc") or "")
            for one in resources.iter():
                file = xml.child(one, "MediaFile") if xml.name(one) == "MultiMedia" else None
                if file is not None and file.text:
                    self._media[one.get("ID") or ""] = posixpath.join(folder, file.text.strip())
                elif xml.name(one) == "CompositeGraphicUnit":
                    self._units[one.get("ID") or ""] = one

    def _named(self, name: str) -> list[xml.Element]:
        return [element for element in self._root.iter() if xml.name(element) == name]

    def _path(self, element: xml.Element) -> str:
        return posixpath.join(self._base, element.get("BaseLoc") or "")
