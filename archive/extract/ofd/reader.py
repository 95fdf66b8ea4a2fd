"""OFD, the fixed layout format of Chinese offices (GB/T 33190): characters and lines, which `page.blocks` arranges.

Reads the package: documents, pages, templates, annotations and resources; `objects` reads what a page draws. Measures
are in millimetres, and names are without namespaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from archive.extract.layout import grid, heartbeat, limits, xml
from archive.extract.layout.document import Block, Document, Meta, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import BrokenError, Package, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.ocr import scan
from archive.extract.ofd import objects
from archive.extract.ofd.objects import PageContent
from archive.extract.page import blocks as pages
from archive.extract.page import picture_regions
from archive.extract.page.blocks import Page
from archive.extract.page.rotation import upright
from archive.extract.page.strokes import Box

_TOLERANCE: Final = 0.9
_PROPERTIES: Final = frozenset({"Title", "Author", "Creator", "CreationDate", "ModDate", "DocID"})
_OVER_LIMIT: Final = f"more than {limits.SCANS} pictures are not recognised"


def read(data: bytes) -> Document | Unreadable:
    """Read an OFD file. Raises `TooMuchError`."""
    try:
        with Package(data) as package:
            return _OfdReader(package).document()
    except (BrokenError, ValueError) as error:
        return Unreadable(MEDIA_TYPES["ofd"], f"the OFD file cannot be opened: {error}", reason_of(error))


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as it is drawn: characters and lines in millimetres, and pictures with their boxes."""

    page: Page
    pictures: tuple[tuple[Box, bytes], ...]


def drawn(data: bytes) -> tuple[DrawnPage, ...]:
    """The pages of an OFD file with one document, neither turned nor recognised; none where that cannot be told.

    Raises `TooMuchError`.
    """
    try:
        with Package(data) as package:
            reader = _OfdReader(package)
            roots = reader.roots()
            return tuple(_OfdDocument(reader, roots[0]).drawn()) if len(roots) == 1 else ()
    except (BrokenError, ValueError):
        return ()


class _OfdReader:
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
            Meta(xml.name(element), element.text.strip()[:300], "property")
            for element in entry.iter()
            if xml.name(element) in _PROPERTIES and element.text and element.text.strip()
        )
        budget = grid.Budget()
        blocks: list[Block] = []
        has_text = False
        for path in self.roots():
            pages_read = list(_OfdDocument(self, path).pages())
            has_text = has_text or any(page.glyphs for page in pages_read)
            blocks += pages.blocks(pages_read, budget)
        if self.missing is not None and not has_text:
            why = f"the OFD file holds pictures of pages and no text; {self.missing}"
            return Unreadable(MEDIA_TYPES["ofd"], why, UnreadableReason.NOT_RECOGNISED)
        notes = tuple(dict.fromkeys(self.notes))
        return Document(MEDIA_TYPES["ofd"], "ofd", metadata=metadata, blocks=tuple(blocks), notes=notes)

    def roots(self) -> list[str]:
        """The paths of the documents in the file."""
        entry = self.part("OFD.xml")
        roots = [element.text.strip() for element in entry.iter() if xml.name(element) == "DocRoot" and element.text]
        return list(dict.fromkeys(roots or ["Doc_0/Document.xml"]))

    def count_page(self) -> None:
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
        """The bytes of a picture; None where the file has no such part."""
        name = self._names.get(posixpath.normpath(path).lstrip("/").lower())
        return self._package.require(name) if name is not None else None

    def recognise(self, picture: bytes) -> Page | str:
        """The page on a picture, or why it cannot be recognised."""
        if self._scans >= limits.SCANS:
            return _OVER_LIMIT
        self._scans += 1
        heartbeat.beat()
        return scan.recognise(picture)


class _OfdDocument:
    """One document of the file: its pages with their templates, annotations and resources."""

    def __init__(self, reader: _OfdReader, path: str) -> None:
        self._reader = reader
        self._root = reader.part(path)
        self._base = posixpath.dirname(path)
        self._area = objects.physical_box(self._root) or (210.0, 297.0)
        self._templates = {element.get("ID") or "": self._path(element) for element in self._named("TemplatePage")}
        self._media: dict[str, str] = {}
        self._units: dict[str, xml.Element] = {}
        self._resources()

    def pages(self) -> Iterator[Page]:
        """The pages in their order, upright and with the text of their pictures. Raises `TooMuchError`."""
        for number, (page, content) in enumerate(self._laid_out(), 1):
            for box, resource in self._unread(page, content):
                page = self._with_picture(number, page, box, resource)
            yield upright(page, content.turns)

    def drawn(self) -> Iterator[DrawnPage]:
        """The pages in their order, as they are drawn. Raises `TooMuchError`."""
        for page, content in self._laid_out():
            pictures = ((box, self._picture_bytes(name)) for box, name in content.pictures)
            yield DrawnPage(page, tuple((box, data) for box, data in pictures if data))

    def _laid_out(self) -> Iterator[tuple[Page, PageContent]]:
        annotations = dict(self._annotations())
        for element in self._named("Page"):
            if element.get("BaseLoc"):
                yield self._page(self._path(element), annotations.get(element.get("ID") or ""))

    def _page(self, path: str, annotations: str | None) -> tuple[Page, PageContent]:
        self._reader.count_page()
        root = self._reader.part(path)
        width, height = objects.physical_box(root) or self._area
        content = PageContent()
        used = (self._templates.get(element.get("TemplateID") or "") for element in xml.children(root, "Template"))
        for each in (root, *(self._reader.part(template) for template in used if template)):
            content.add(each, self._units.get)
        if annotations is not None:
            for annotation in xml.children(self._reader.part(annotations), "Annot"):
                if annotation.get("Visible") != "false" and annotation.get("Type") != "Watermark":
                    content.add(annotation, self._units.get)
        return Page(width, height, content.glyphs, content.rulings, len(content.pictures), _TOLERANCE), content

    def _unread(self, page: Page, content: PageContent) -> list[tuple[Box, str]]:
        """Pictures that may hold text; the largest file where a page has neither text nor a large picture."""
        parts = picture_regions.parts([box for box, _ in content.pictures], content.glyphs, page.width, page.height)
        large = [
            (box, name) for box, name in content.pictures if any(picture_regions.is_in(part, box) for part in parts)
        ]
        if large or content.glyphs:
            return large
        sizes = {name: len(self._picture_bytes(name) or b"") for _, name in content.pictures}
        name = max(sizes, key=lambda name: sizes[name], default=None)
        return [((0.0, 0.0, page.width, page.height), name)] if name is not None and sizes[name] else []

    def _picture_bytes(self, resource: str) -> bytes | None:
        return self._reader.picture(self._media[resource]) if resource in self._media else None

    def _with_picture(self, number: int, page: Page, box: Box, resource: str) -> Page:
        """A page with the recognised text of a picture on it, or a note that it cannot be read."""
        data = self._picture_bytes(resource)
        found = self._reader.recognise(data) if data is not None else "it is not in the file"
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
        """The IDs of pages with annotations, each with the part that holds them."""
        for element in self._named("Annotations"):
            if element.text and element.text.strip():
                path = posixpath.join(self._base, element.text.strip())
                for page in xml.children(self._reader.part(path), "Page"):
                    location = xml.child(page, "FileLoc")
                    if location is not None and location.text:
                        yield page.get("PageID") or "", posixpath.join(posixpath.dirname(path), location.text.strip())

    def _resources(self) -> None:
        """Index the files of pictures and the composite units by their resource IDs."""
        for element in (*self._named("PublicRes"), *self._named("DocumentRes")):
            if not element.text:
                continue
            resources = self._reader.part(path := posixpath.join(self._base, element.text.strip()))
            folder = posixpath.join(posixpath.dirname(path), resources.get("BaseLoc") or "")
            for resource in resources.iter():
                file = xml.child(resource, "MediaFile") if xml.name(resource) == "MultiMedia" else None
                if file is not None and file.text:
                    self._media[resource.get("ID") or ""] = posixpath.join(folder, file.text.strip())
                elif xml.name(resource) == "CompositeGraphicUnit":
                    self._units[resource.get("ID") or ""] = resource

    def _named(self, name: str) -> list[xml.Element]:
        return [element for element in self._root.iter() if xml.name(element) == name]

    def _path(self, element: xml.Element) -> str:
        return posixpath.join(self._base, element.get("BaseLoc") or "")
