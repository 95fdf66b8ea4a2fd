"""The text of Word's XML (`.docx` and 2003): paragraphs, merged cells, nested tables, text boxes, list numbers.

Leaves out what is not printed (deletions, struck-out and hidden text, field codes, comments, notes) and reads what is
printed without being text: the chosen entry of a drop-down list, the title in a drawing. `docx` finds the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from archive.extract.layout import grid, limits, nested_tables, xml
from archive.extract.layout.document import Block, Note, NoteCode, Paragraph, Picture, Table
from archive.extract.layout.marks import BREAK, clean_lines, printed
from archive.extract.word.numbering import Numbering
from archive.extract.word.styles import is_on

_SKIPPED: Final = frozenset(
    [
        *("instrText", "delText"),
        *("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "docPr"),
        *("footnote", "endnote", "footnoteReference", "endnoteReference", "commentReference"),
        "rt",
    ]
)
_TEXTS: Final = {"tab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-", "ptab": " "}
_DEEPEST: Final = 120
_DELETED: Final = Note(NoteCode.DELETIONS_LEFT_OUT, "Deletions that are only tracked were left out.")

ReadChunk = Callable[[str], list[Block]]
"""The blocks of an embedded part, by its relationship id."""


@dataclass(slots=True)
class _OpenParagraph:
    """A paragraph being read: its style, its text in pieces, and the blocks anchored at it, which follow it."""

    style: str | None
    pieces: list[str] = field(default_factory=list)
    anchored: list[Block] = field(default_factory=list)


class BlockReader:
    """Reads blocks from elements in the order of the document; `notes` says what was left out."""

    def __init__(self, lists: Numbering, read_chunk: ReadChunk) -> None:
        self.notes: list[Note] = []
        self._lists = lists
        self._styles = lists.styles
        self._read_chunk = read_chunk
        self._budget = grid.Budget()
        self._count = 0

    def blocks(self, element: xml.Element, depth: int = 0) -> Iterator[Block]:
        """The blocks below an element. Raises `TooMuchError`."""
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name == "p":
                yield from self._paragraph(inner, depth)
            elif name == "tbl":
                yield from self._table(inner, depth)
            elif name == "AlternateContent":
                choice = xml.child(inner, "Choice")
                yield from self.blocks(choice if choice is not None else inner, depth + 1)
            elif name == "altChunk":
                yield from self._chunk(xml.attribute(inner, "id") or "")
            elif name and name not in _SKIPPED and not self._is_left_out(inner):
                yield from self.blocks(inner, depth + 1)

    def _chunk(self, relation_id: str) -> list[Block]:
        blocks = self._read_chunk(relation_id)
        self._add_to_count(len(blocks))
        self._budget.take(sum(len(row) for block in blocks if isinstance(block, Table) for row in block.grid))
        return blocks

    def _add_to_count(self, blocks: int) -> None:
        self._count += blocks
        if self._count > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")

    def _paragraph(self, paragraph: xml.Element, depth: int) -> Iterator[Block]:
        self._add_to_count(1)
        properties = xml.child(paragraph, "pPr")
        open_paragraph = _OpenParagraph(xml.value(properties, "pStyle"))
        self._runs(paragraph, open_paragraph, depth)
        lines = clean_lines("".join(open_paragraph.pieces))
        if lines:
            lines[0] = self._lists.prefix(properties) + lines[0]
        level = self._styles.heading(open_paragraph.style)
        yield from (Paragraph(line, level) for line in lines)
        yield from open_paragraph.anchored

    def _runs(self, element: xml.Element, paragraph: _OpenParagraph, depth: int) -> None:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name == "t":
                paragraph.pieces.append(inner.text or "")
            elif name in _TEXTS:
                paragraph.pieces.append(_TEXTS[name])
            elif name == "r":
                self._run(inner, paragraph, depth + 1)
            elif name == "txbxContent":
                paragraph.anchored.extend(self.blocks(inner, depth + 1))
            elif name in ("blip", "imagedata"):
                source = xml.attribute(inner, "embed") or xml.attribute(inner, "id") or xml.attribute(inner, "link")
                paragraph.anchored.append(Picture(source or "picture"))
            elif name == "textpath":
                paragraph.anchored += [Paragraph(line) for line in clean_lines(xml.attribute(inner, "string") or "")]
            elif name == "ddList":
                paragraph.pieces.append(_chosen_entry(inner))
            elif name == "AlternateContent":
                choice = xml.child(inner, "Choice")
                self._runs(choice if choice is not None else inner, paragraph, depth + 1)
            elif name and not self._is_left_out(inner) and name not in _SKIPPED:
                self._runs(inner, paragraph, depth + 1)

    def _run(self, run: xml.Element, paragraph: _OpenParagraph, depth: int) -> None:
        """Add the text of one run, unless it is hidden or struck out."""
        appearance = self._styles.appearance(paragraph.style, xml.child(run, "rPr"))
        if appearance == "unseen":
            return
        if not appearance:
            self._runs(run, paragraph, depth)
            return
        inner = _OpenParagraph(paragraph.style, anchored=paragraph.anchored)
        self._runs(run, inner, depth)
        paragraph.pieces.append(printed("".join(inner.pieces), appearance))

    def _is_left_out(self, element: xml.Element) -> bool:
        """Whether an element is a tracked deletion, for which a note is added, or a comment."""
        name = xml.name(element)
        kind = xml.attribute(element, "type") if name == "annotation" else ""
        deleted = name in ("del", "moveFrom") or kind == "Word.Deletion"
        if deleted:
            self.notes.append(_DELETED)
        return deleted or kind == "Word.Comment"

    def _table(self, table: xml.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._row(row, depth)) for row in _children(table, "tr")]
        yield from nested_tables.blocks(rows, self._budget)

    def _row(self, row: xml.Element, depth: int) -> Iterator[nested_tables.NestedCell]:
        properties = xml.child(row, "trPr")
        column = xml.whole(xml.value(properties, "gridBefore"), 0, 4)
        for cell in _children(row, "tc"):
            cell_properties = xml.child(cell, "tcPr")
            columns = max(1, xml.whole(xml.value(cell_properties, "gridSpan"), 1, 4))
            merge = _merge(cell_properties)
            blocks = tuple(self.blocks(cell, depth + 1))
            yield nested_tables.NestedCell(
                blocks, column, columns, continues_above=merge == "continue", starts_merge=merge == "restart"
            )
            column += columns


def _chosen_entry(drop_down: xml.Element) -> str:
    """The printed entry of a drop-down list: the chosen, else the default, else the first entry."""
    entries = [xml.attribute(entry, "val") or "" for entry in xml.children(drop_down, "listEntry")]
    chosen = xml.whole(xml.value(drop_down, "result") or xml.value(drop_down, "default"), 0, 4)
    return entries[chosen] if chosen < len(entries) else ""


def _children(element: xml.Element, wanted: str) -> Iterator[xml.Element]:
    """The rows of a table or cells of a row, including those inside content controls and insertions."""
    for inner in element:
        name = xml.name(inner)
        if name == wanted:
            if wanted != "tr" or not _is_unprinted_row(inner):
                yield inner
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"):
            yield from _children(inner, wanted)


def _is_unprinted_row(row: xml.Element) -> bool:
    """Whether a row is deleted or hidden."""
    properties = xml.child(row, "trPr")
    if properties is None:
        return False
    deleted = xml.child(properties, "del") is not None or any(
        xml.attribute(change, "type") == "Word.Deletion" for change in xml.children(properties, "annotation")
    )
    return deleted or is_on(properties, "hidden")


def _merge(properties: xml.Element | None) -> str:
    if properties is None:
        return ""
    for name in ("vMerge", "vmerge"):
        merge = xml.child(properties, name)
        if merge is not None:
            return "restart" if xml.attribute(merge, "val") == "restart" else "continue"
    return ""
