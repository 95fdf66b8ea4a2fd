"""The text of Word's XML, of `.docx` and of 2003: paragraphs, merged cells, nested tables, text boxes, numbers.

Knows what is not printed (deleted, struck out, hidden, field codes, comments, notes) and what is printed though it is
no text: the choice of a drop-down list, the title that a drawing shows. How a file's parts are found is for `docx`.
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

TakeIn = Callable[[str], list[Block]]
"""The blocks of a part of the file that the text takes in whole, by the name of its relation."""


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read: its style, its text in pieces, and the blocks that hang at it."""

    style: str | None
    pieces: list[str] = field(default_factory=list)
    beside: list[Block] = field(default_factory=list)


class Walk:
    """One way through a document's text; `notes` says what was left out."""

    def __init__(self, lists: Numbering, take_in: TakeIn) -> None:
        self.notes: list[Note] = []
        self._lists = lists
        self._styles = lists.styles
        self._take_in = take_in
        self._budget = grid.Budget()
        self._count = 0

    def blocks(self, element: xml.Element, depth: int = 0) -> Iterator[Block]:
        """What stands below an element. Raises `TooMuchError`."""
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

    def _chunk(self, relation: str) -> list[Block]:
        taken = self._take_in(relation)
        self._counted(len(taken))
        self._budget.take(sum(len(row) for block in taken if isinstance(block, Table) for row in block.grid))
        return taken

    def _counted(self, more: int) -> None:
        self._count += more
        if self._count > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")

    def _paragraph(self, paragraph: xml.Element, depth: int) -> Iterator[Block]:
        self._counted(1)
        properties = xml.child(paragraph, "pPr")
        line = _Line(xml.value(properties, "pStyle"))
        self._runs(paragraph, line, depth)
        text = clean_lines("".join(line.pieces))
        if text:
            text[0] = self._lists.prefix(properties) + text[0]
        level = self._styles.heading(line.style)
        yield from (Paragraph(said, level) for said in text)
        yield from line.beside

    def _runs(self, element: xml.Element, line: _Line, depth: int) -> None:
        if depth > _DEEPEST:
            raise limits.TooMuchError("its parts are nested too deeply")
        for inner in element:
            name = xml.name(inner)
            if name == "t":
                line.pieces.append(inner.text or "")
            elif name in _TEXTS:
                line.pieces.append(_TEXTS[name])
            elif name == "r":
                self._run(inner, line, depth + 1)
            elif name == "txbxContent":
                line.beside.extend(self.blocks(inner, depth + 1))
            elif name in ("blip", "imagedata"):
                source = xml.attribute(inner, "embed") or xml.attribute(inner, "id") or xml.attribute(inner, "link")
                line.beside.append(Picture(source or "picture"))
            elif name == "textpath":
                line.beside += [Paragraph(said) for said in clean_lines(xml.attribute(inner, "string") or "")]
            elif name == "ddList":
                line.pieces.append(_chosen(inner))
            elif name == "AlternateContent":
                choice = xml.child(inner, "Choice")
                self._runs(choice if choice is not None else inner, line, depth + 1)
            elif name and not self._is_left_out(inner) and name not in _SKIPPED:
                self._runs(inner, line, depth + 1)

    def _run(self, run: xml.Element, line: _Line, depth: int) -> None:
        """The text of one run; nothing where it is hidden or struck out."""
        look = self._styles.look(line.style, xml.child(run, "rPr"))
        if look == "unseen":
            return
        if not look:
            self._runs(run, line, depth)
            return
        inside = _Line(line.style, beside=line.beside)
        self._runs(run, inside, depth)
        line.pieces.append(printed("".join(inside.pieces), look))

    def _is_left_out(self, element: xml.Element) -> bool:
        """Whether something was deleted, or is a comment; a deletion is noted."""
        name = xml.name(element)
        kind = xml.attribute(element, "type") if name == "annotation" else ""
        deleted = name in ("del", "moveFrom") or kind == "Word.Deletion"
        if deleted:
            self.notes.append(_DELETED)
        return deleted or kind == "Word.Comment"

    def _table(self, table: xml.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._row(row, depth)) for row in _inside(table, "tr")]
        yield from nested_tables.blocks(rows, self._budget)

    def _row(self, row: xml.Element, depth: int) -> Iterator[nested_tables.NestedCell]:
        properties = xml.child(row, "trPr")
        column = xml.whole(xml.value(properties, "gridBefore"), 0, 4)
        for cell in _inside(row, "tc"):
            described = xml.child(cell, "tcPr")
            columns = max(1, xml.whole(xml.value(described, "gridSpan"), 1, 4))
            merge = _merge(described)
            inside = tuple(self.blocks(cell, depth + 1))
            yield nested_tables.NestedCell(
                inside, column, columns, continues_above=merge == "continue", starts_merge=merge == "restart"
            )
            column += columns


def _chosen(drop_down: xml.Element) -> str:
    """The entry of a drop-down list that is printed: the chosen one, else the usual one, else the first."""
    entries = [xml.attribute(entry, "val") or "" for entry in xml.children(drop_down, "listEntry")]
    at = xml.whole(xml.value(drop_down, "result") or xml.value(drop_down, "default"), 0, 4)
    return entries[at] if at < len(entries) else ""


def _inside(element: xml.Element, wanted: str) -> Iterator[xml.Element]:
    """The rows of a table or cells of a row, looking through content controls and insertions."""
    for inner in element:
        name = xml.name(inner)
        if name == wanted:
            if wanted != "tr" or not _is_unseen(inner):
                yield inner
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"):
            yield from _inside(inner, wanted)


def _is_unseen(row: xml.Element) -> bool:
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
