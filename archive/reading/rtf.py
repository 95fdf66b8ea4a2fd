"""Rich Text Format.

Knows groups, Chinese characters as bytes or as `\\u`, table rows with cell edges and merges, one level of nesting;
pictures and everything that describes rather than says is skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from re import Match
from typing import Final

from archive.reading import edges, grid, limits, rtf_words
from archive.reading.document import Block, Document, Paragraph, Picture, Unreadable
from archive.reading.marks import clean_lines, raised
from archive.reading.sniff import MEDIA_TYPES

_DEEPEST: Final = 500


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits."""

    skipped: bool = False
    unprinted: frozenset[str] = frozenset()
    raised: bool = False
    after_u: int = 1
    inside: bool = False
    depth: int = 1
    first: bool = True
    starred: bool = False


@dataclass(slots=True)
class _Open:
    """A table row while it is read, and the rows before it."""

    rows: list[edges.Row] = field(default_factory=list)
    cells: list[edges.Cell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    merges: list[frozenset[str]] = field(default_factory=list)
    left: int = 0
    merge: frozenset[str] = frozenset()


def read(data: bytes) -> Document | Unreadable:
    """Read an RTF file. Raises `TooMuchError`."""
    if len(data) > 4 * limits.TEXT:
        raise limits.TooMuchError("it is too large for a text")
    reader = _Reader()
    for match in rtf_words.tokens(data):
        reader.token(match)
    return Document(MEDIA_TYPES["rtf"], "rtf", reader.charset, blocks=tuple(reader.finish()))


class _Reader:
    def __init__(self) -> None:
        self.charset = "gb18030"
        self._state = _State()
        self._stack: list[_State] = []
        self._text: list[str] = []
        self._bytes = bytearray()
        self._skip_chars = 0
        self._tables = [_Open(), _Open()]
        self._out: list[Block] = []
        self._budget = grid.Budget()

    def token(self, match: Match[bytes]) -> None:
        word, number, byte, symbol, brace, text = match.groups()
        if byte is not None:
            self._byte(int(byte, 16))
        elif text is not None:
            self._plain(text)
        elif word is not None:
            self._flush()
            self._word(word.decode(), int(number) if number else None)
        elif brace is not None:
            self._flush()
            self._brace(brace)
        elif symbol is not None:
            self._flush()
            self._symbol(symbol)

    def finish(self) -> list[Block]:
        self._flush()
        self._paragraph()
        self._end_table(1)
        self._end_table(0)
        return self._out

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._stack) > _DEEPEST:
                raise limits.TooMuchError("its groups are nested too deeply")
            self._stack.append(self._state)
            self._state = replace(self._state, first=True, starred=False)
        elif self._stack:
            self._state = self._stack.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = replace(self._state, starred=True)
        elif symbol in rtf_words.SYMBOLS:
            self._put(rtf_words.SYMBOLS[symbol])
        elif symbol in b"\r\n":
            self._word("par", None)

    def _byte(self, value: int) -> None:
        if self._skip_chars:
            self._skip_chars -= 1
        else:
            self._bytes.append(value)

    def _plain(self, text: bytes) -> None:
        skipped = min(self._skip_chars, len(text))
        self._skip_chars -= skipped
        self._bytes += text[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._put(raw.decode(self.charset, "replace"))

    def _put(self, text: str) -> None:
        state = self._state
        if not (state.skipped or state.unprinted):
            self._text.append(raised(text) if state.raised else text)

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if state.first:
            state = self._begun(word)
        if word == "u" and number is not None:
            self._put(rtf_words.char(number))
            self._skip_chars = state.after_u
            return
        self._skip_chars = 0
        if word in rtf_words.CHARS:
            self._put(rtf_words.CHARS[word])
        elif word in rtf_words.UNPRINTED:
            switched = {word} if number != 0 else set()
            self._state = replace(state, unprinted=state.unprinted - {word} | switched)
        elif word in ("super", "sub", "nosupersub"):
            self._state = replace(state, raised=word == "super" and number != 0)
        elif word == "plain":
            self._state = replace(state, unprinted=frozenset(), raised=False)
        elif word == "uc":
            self._state = replace(state, after_u=min(max(number or 0, 0), 8))
        elif word == "ansicpg" and number not in (None, 936, 0):
            self.charset = {950: "big5", 65001: "utf-8"}.get(number or 0, "gb18030")
        elif not state.skipped:
            self._layout(word, number)

    def _begun(self, word: str) -> _State:
        """The state of a group that begins with this word, which may say that the group is not read."""
        state = self._state
        unread = word in rtf_words.SKIPPED or (state.starred and word not in rtf_words.KEPT_STARS) or word == "pict"
        if word == "pict" and not state.skipped:
            self._inside().append(Picture("picture"))
        self._state = replace(state, first=False, skipped=state.skipped or unread)
        return self._state

    def _layout(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("par", "sect", "page"):
            self._paragraph()
        elif word == "pard":
            self._state = replace(state, inside=False, depth=1)
        elif word == "intbl":
            self._state = replace(state, inside=True)
        elif word == "itap":
            self._state = replace(state, depth=max(number or 0, 1), inside=state.inside or bool(number))
        elif word in ("cell", "nestcell"):
            self._state = replace(state, inside=True)
            self._paragraph()
            table = self._tables[word == "nestcell"]
            if word == "cell":
                self._end_table(1)
            table.cells.append(edges.Cell(table.blocks))
            table.blocks = []
        elif word in ("row", "nestrow"):
            self._end_row(self._tables[word == "nestrow"])
        else:
            self._definition(self._tables[state.depth > 1], word, number or 0)

    def _definition(self, table: _Open, word: str, number: int) -> None:
        if word == "trowd":
            table.ends, table.merges, table.left, table.merge = [], [], 0, frozenset()
        elif word == "trleft":
            table.left = number
        elif word in ("clvmgf", "clvmrg", "clmrg"):
            table.merge |= {word}
        elif word == "cellx" and len(table.ends) < limits.SPAN:
            table.ends.append(number)
            table.merges.append(table.merge)
            table.merge = frozenset()

    def _inside(self) -> list[Block]:
        if not self._state.inside:
            return self._out
        return self._tables[self._state.depth > 1].blocks

    def _paragraph(self) -> None:
        if not self._state.inside:
            self._end_table(1)
            self._end_table(0)
        inside = self._inside()
        inside.extend(Paragraph(line) for line in clean_lines("".join(self._text)))
        self._text = []
        if len(self._out) > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")

    def _end_row(self, table: _Open) -> None:
        for cell, merge in zip(table.cells, table.merges, strict=False):
            cell.joins_left, cell.joins_above, cell.starts = (word in merge for word in ("clmrg", "clvmrg", "clvmgf"))
        table.rows.append(edges.Row(table.cells, (table.left, *table.ends)))
        table.cells = []

    def _end_table(self, depth: int) -> None:
        table = self._tables[depth]
        if table.blocks:
            table.cells.append(edges.Cell(table.blocks))
        if table.cells:
            self._end_row(table)
        if table.rows:
            made = edges.table(table.rows, self._budget)
            (self._tables[0].blocks if depth else self._out).extend(made)
        self._tables[depth] = _Open(ends=table.ends, merges=table.merges, left=table.left) if depth == 0 else _Open()
