"""Word's XML as files: packed (`.docx`), flat in one file, and the XML of 2003.

Finds the parts of a file: text, styles, lists, pictures, properties, and embedded parts of other formats. `wordml`
reads the text itself.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from archive import patterns
from archive.extract.layout import limits, xml
from archive.extract.layout.document import Block, Document, Meta, Note, NoteCode, Picture, Unreadable, UnreadableReason
from archive.extract.layout.marks import squeeze
from archive.extract.layout.packed_files import BrokenError, Package, ReadPart, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.word import numbering, styles, wordml
from archive.extract.word.numbering import Numbering

_PROPERTIES: Final = frozenset(
    [
        *("title", "subject", "creator", "lastModifiedBy", "created", "modified", "keywords", "description"),
        *("Author", "Title", "Created", "LastSaved"),
    ]
)
_TEXT_PART: Final = patterns.lazy(r"word/document\d*\.xml", re.IGNORECASE)
_MAX_CHUNKS: Final = 20
"""How many embedded parts of other formats are read at most."""

Get = Callable[[str], bytes | None]
"""The bytes of a part by its name; None where there is none."""


def read(data: bytes, read_part: ReadPart, depth: int = 1) -> Document | Unreadable:
    """Read a Word document in XML that was packed `depth` - 1 times. Raises `TooMuchError`.

    `read_part` reads its embedded parts of other formats.
    """
    if depth > limits.DEPTH:
        raise limits.TooMuchError(f"it is packed more than {limits.DEPTH} times")
    try:
        if not data.startswith(b"PK"):
            return _flat(xml.parse(data), read_part, depth)
        with Package(data) as package:
            return _parts(package.get, package.names(), read_part, depth)
    except (BrokenError, ValueError) as error:
        media_type = MEDIA_TYPES["docx" if data.startswith(b"PK") else "wordxml"]
        return Unreadable(media_type, f"the Word file cannot be opened: {error}", reason_of(error))


def _parts(get: Get, names: list[str], read_part: ReadPart, depth: int) -> Document | Unreadable:
    """Read a document from its parts, which `get` returns by their names."""
    part = next(filter(_TEXT_PART.fullmatch, names), "word/document.xml")
    data = get(part)
    if data is None:
        raise BrokenError(f"its part {part} is missing")
    styles_root, numbering_root = (_parsed(get(f"word/{name}.xml")) for name in ("styles", "numbering"))
    core = _parsed(get("docProps/core.xml"))
    metadata = _properties(core) if core is not None else ()
    targets = _targets(_parsed(get(f"word/_rels/{posixpath.basename(part)}.rels")))
    chunks = _AltChunks(get, targets, read_part, depth)
    document = _document(xml.parse(data), numbering.load(numbering_root, styles.load(styles_root)), metadata, chunks)
    if isinstance(document, Unreadable):
        return document
    if not any(isinstance(block, Picture) for block in document.blocks):
        return document
    from archive.extract.ocr import embedded_pictures  # a fifth of the time in which a document is read first

    return embedded_pictures.recognise(document, lambda picture: get(targets.get(picture.source, "")))


def _parsed(data: bytes | None) -> xml.Element | None:
    return xml.parse(data) if data is not None else None


def _targets(relationships: xml.Element | None) -> dict[str, str]:
    """The names of the parts that the text part refers to, by relationship id."""
    return {
        element.get("Id") or "": posixpath.normpath(posixpath.join("word", element.get("Target") or "")).lstrip("/")
        for element in (xml.children(relationships, "Relationship") if relationships is not None else ())
        if element.get("TargetMode") != "External"
    }


def _flat(root: xml.Element, read_part: ReadPart, depth: int) -> Document | Unreadable:
    """Read a document in one XML file: a flat package of parts, or the XML of 2003."""
    parts = {
        (xml.attribute(part, "name") or "").lstrip("/"): part
        for part in (xml.children(root, "part") if xml.name(root) == "package" else ())
    }
    if parts:
        return _parts(lambda name: _bytes(parts.get(name)), list(parts), read_part, depth)
    properties = next((element for element in root.iter() if xml.name(element) == "DocumentProperties"), None)
    metadata = _properties(properties) if properties is not None else ()
    lists = numbering.load(None, styles.load(xml.child(root, "styles")))
    return _document(root, lists, metadata, _AltChunks(lambda _: None, {}, read_part, depth))


def _bytes(part: xml.Element | None) -> bytes | None:
    """The content of a part of a flat file, written as XML or in base64; None where it cannot be decoded."""
    for content in part if part is not None else ():
        if xml.name(content) == "xmlData" and len(content):
            return etree.tostring(content[0], encoding="utf-8", with_tail=False)
        if xml.name(content) == "binaryData":
            try:
                return base64.b64decode(content.text or "")
            except binascii.Error:
                return None
    return None


def _document(
    root: xml.Element, lists: Numbering, metadata: tuple[Meta, ...], chunks: _AltChunks
) -> Document | Unreadable:
    body = next((element for element in root.iter() if xml.name(element) == "body"), None)
    if body is None:
        return Unreadable(MEDIA_TYPES["docx"], "the Word file has no text part", UnreadableReason.NO_TEXT)
    reader = wordml.BlockReader(lists, chunks.blocks)
    blocks = tuple(reader.blocks(body))
    notes = tuple(dict.fromkeys([*reader.notes, *chunks.notes]))
    return Document(MEDIA_TYPES["docx"], "docx", metadata=metadata, blocks=blocks, notes=notes)


class _AltChunks:
    """Embedded parts of any format (`w:altChunk`, ECMA-376 part 1, 17.17.2)."""

    def __init__(self, get: Get, targets: Mapping[str, str], read_part: ReadPart, depth: int) -> None:
        self.notes: list[Note] = []
        self._get = get
        self._targets = targets
        self._read_part = read_part
        self._depth = depth
        self._blocks: dict[str, list[Block]] = {}

    def blocks(self, relation_id: str) -> list[Block]:
        """The blocks of an embedded part by its relationship id; none, and a note, where it cannot be read."""
        if relation_id not in self._blocks:
            document = self._document(relation_id)
            self._blocks[relation_id] = list(document.blocks) if isinstance(document, Document) else []
            if isinstance(document, Document):
                self.notes += document.notes
            else:
                name = self._targets.get(relation_id, "a part without a name")[:80]
                why = f"What the text takes in from {name} was not read: {document.reason}"
                self.notes.append(Note(NoteCode.UNREAD_PART, why))
        return self._blocks[relation_id]

    def _document(self, relation_id: str) -> Document | Unreadable:
        if len(self._blocks) >= _MAX_CHUNKS:
            return Unreadable(None, f"there are more than {_MAX_CHUNKS} such parts", UnreadableReason.OVER_LIMIT)
        data = self._get(self._targets.get(relation_id, ""))
        if not data:
            return Unreadable(None, "the file does not hold it", UnreadableReason.NO_TEXT)
        try:
            return self._read_part(data, self._depth + 1)
        except limits.TooMuchError as error:
            return Unreadable(None, str(error), UnreadableReason.OVER_LIMIT)


def _properties(root: xml.Element) -> tuple[Meta, ...]:
    return tuple(
        Meta(name, text[:300], "property")
        for element in root
        if (name := xml.name(element)) in _PROPERTIES and (text := squeeze(element.text or ""))
    )
