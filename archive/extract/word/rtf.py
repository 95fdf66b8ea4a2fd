"""Rich Text Format.

Tracks groups and what they inherit, Chinese characters as bytes or as `\\u`, list labels that are stored as text, and
the text of drawn shapes, which follows the paragraph that a shape is anchored at. Destinations that only describe are
skipped. `rtf_blocks` makes paragraphs and tables of the text.
"""

from __future__ import annotations

from re import Match
from typing import Final, NamedTuple

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Document, Picture, Unreadable
from archive.extract.layout.marks import raised
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.word import numbering, rtf_control_words
from archive.extract.word.rtf_blocks import BlockBuilder

_DEEPEST: Final = 500


class _GroupState(NamedTuple):
    """The state of a group, inherited by the groups in it."""

    skipped: bool = False
    hidden_by: frozenset[str] = frozenset()
    raised: bool = False
    fallback_length: int = 1
    in_table: bool = False
    depth: int = 1
    first: bool = True
    ignorable: bool = False
    has_alternatives: bool = False
    """Whether the groups inside hold the same text twice (`\\upr`), of which only the Unicode one (`\\ud`) is read."""
    in_shape: bool = False
    """Whether this is a property of a drawn shape."""

    @property
    def level(self) -> int:
        """The nesting of tables around the text."""
        return self.depth if self.in_table else 0


def read(data: bytes) -> Document | Unreadable:
    """Read an RTF file. Raises `TooMuchError`."""
    if len(data) > 4 * limits.TEXT:
        raise limits.TooMuchError("it is too large for a text")
    reader = _RtfReader()
    for match in rtf_control_words.tokens(data):
        reader.token(match)
    return Document(MEDIA_TYPES["rtf"], "rtf", reader.charset, blocks=tuple(reader.finish()))


class _RtfReader:
    def __init__(self) -> None:
        self.charset = "gb18030"
        self._state = _GroupState()
        self._stack: list[_GroupState] = []
        self._bytes = bytearray()
        self._skip_chars = 0
        self._budget = grid.Budget()
        self._builder = BlockBuilder(self._budget)
        self._outer_builders: list[tuple[int, BlockBuilder]] = []
        self._label_start = (0, 0)

    def token(self, match: Match[bytes]) -> None:
        word, number, escaped, symbol, brace, text = match.groups()
        if word is not None:
            self._flush()
            self._control_word(word, int(number) if number else None)
        elif escaped is not None:
            self._text(bytes.fromhex(escaped.replace(b"\\'", b"").decode()))
        elif text is not None:
            self._text(text)
        elif brace is not None:
            self._flush()
            self._brace(brace)
        elif symbol is not None:
            self._flush()
            self._symbol(symbol)

    def finish(self) -> list[Block]:
        self._flush()
        while self._outer_builders:
            self._end_shape()
        return self._builder.finish(self._state.level)

    def _brace(self, brace: bytes) -> None:
        groups = len(self._stack)
        if brace == b"{":
            if groups > _DEEPEST:
                raise limits.TooMuchError("its groups are nested too deeply")
            self._stack.append(self._state)
            skipped = self._state.skipped or self._state.has_alternatives
            self._state = self._state._replace(skipped=skipped, first=True, ignorable=False, has_alternatives=False)
        elif self._stack:
            if self._label_start[0] == groups:
                self._end_label()
            if self._outer_builders and self._outer_builders[-1][0] == groups:
                self._end_shape()
            self._state = self._stack.pop()

    def _end_label(self) -> None:
        """Reduce what a list prints before a paragraph to its label."""
        _, start = self._label_start
        self._builder.text[start:] = [numbering.stored_label("".join(self._builder.text[start:]))]
        self._label_start = (0, 0)

    def _end_shape(self) -> None:
        blocks = self._builder.finish(self._state.level)
        _, self._builder = self._outer_builders.pop()
        self._builder.anchored += blocks

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = self._state._replace(ignorable=True)
        elif symbol in rtf_control_words.SYMBOLS:
            self._print(rtf_control_words.SYMBOLS[symbol])
        elif symbol in b"\r\n":
            self._control_word(b"par", None)

    def _text(self, text: bytes) -> None:
        skipped = min(self._skip_chars, len(text))
        self._skip_chars -= skipped
        self._bytes += text[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._print(raw.decode(self.charset, "replace"))

    def _print(self, text: str) -> None:
        state = self._state
        if not (state.skipped or state.hidden_by):
            self._builder.text.append(raised(text) if state.raised else text)

    def _control_word(self, word: bytes, number: int | None) -> None:
        if self._state.first:
            self._open_group(word.decode())
        if word == b"u" and number is not None:
            self._print(rtf_control_words.char(number))
            self._skip_chars = self._state.fallback_length
            return
        self._skip_chars = 0
        if word in rtf_control_words.HEEDED:
            self._heed(word.decode(), number)

    def _heed(self, word: str, number: int | None) -> None:
        state = self._state
        if word in rtf_control_words.CHARS:
            self._print(rtf_control_words.CHARS[word])
        elif word in rtf_control_words.HIDING:
            switched = {word} if number != 0 else set()
            self._state = state._replace(hidden_by=state.hidden_by - {word} | switched)
        elif word in ("super", "sub", "nosupersub"):
            self._state = state._replace(raised=word == "super" and number != 0)
        elif word == "plain":
            self._state = state._replace(hidden_by=frozenset(), raised=False)
        elif word == "uc":
            self._state = state._replace(fallback_length=min(max(number or 0, 0), 8))
        elif word == "ansicpg" and number not in (None, 936, 0):
            self.charset = {950: "big5", 65001: "utf-8"}.get(number or 0, "gb18030")
        elif not state.skipped:
            self._layout(word, number)

    def _open_group(self, word: str) -> None:
        """Set the state of a group by its first control word, which decides whether the group is read."""
        state = self._state
        skipped = (
            word in rtf_control_words.SKIPPED
            or (state.ignorable and word not in rtf_control_words.READ_STARRED)
            or word == "pict"
        )
        if word == "pict" and (state.in_shape or not state.skipped):
            self._builder.target_blocks(state.level).append(Picture("picture"))
        in_shape = state.in_shape or (word == "sp" and not state.skipped)
        state = state._replace(
            first=False, skipped=state.skipped or skipped, has_alternatives=word == "upr", in_shape=in_shape
        )
        if word == "ud" and self._stack and self._stack[-1].has_alternatives:
            state = state._replace(skipped=self._stack[-1].skipped)
        if not state.skipped and word in rtf_control_words.SHAPES:
            state = state._replace(in_table=False, depth=1)
            self._outer_builders.append((len(self._stack), self._builder))
            self._builder = BlockBuilder(self._budget)
        elif not state.skipped and word in rtf_control_words.LABELS:
            self._label_start = len(self._stack), len(self._builder.text)
        self._state = state

    def _layout(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("par", "sect", "page"):
            self._builder.paragraph(state.level)
        elif word == "pard":
            self._state = state._replace(in_table=False, depth=1)
        elif word == "intbl":
            self._state = state._replace(in_table=True)
        elif word == "itap":
            self._state = state._replace(depth=max(number or 0, 1), in_table=state.in_table or bool(number))
        elif word in ("cell", "nestcell"):
            self._state = state._replace(in_table=True)
            self._builder.cell(self._state.level, nested=word == "nestcell")
        elif word in ("row", "nestrow"):
            self._builder.row(nested=word == "nestrow")
        elif word in rtf_control_words.TABLES:
            self._builder.define_row(word, number or 0, nested=state.depth > 1)
