"""Rich Text Format.

Knows groups and what they inherit, Chinese characters as bytes or as `\\u`, numbers of lists as they are written out,
and the text of drawn shapes, which stands beside the paragraph that the shape hangs at; everything that describes
rather than says is skipped. How text becomes paragraphs and tables is for `rtf_flow`.
"""

from __future__ import annotations

from re import Match
from typing import Final, NamedTuple

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Document, Picture, Unreadable
from archive.extract.layout.marks import raised
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.word import numbering, rtf_control_words
from archive.extract.word.rtf_blocks import Flow

_DEEPEST: Final = 500


class _State(NamedTuple):
    """What a group inherits."""

    skipped: bool = False
    unprinted: frozenset[str] = frozenset()
    raised: bool = False
    after_u: int = 1
    inside: bool = False
    depth: int = 1
    first: bool = True
    starred: bool = False
    either: bool = False
    """Whether groups inside say the same twice, of which only `ud` is read."""
    drawn: bool = False
    """Whether this describes a drawn shape."""

    @property
    def level(self) -> int:
        """How many tables are around the text."""
        return self.depth if self.inside else 0


def read(data: bytes) -> Document | Unreadable:
    """Read an RTF file. Raises `TooMuchError`."""
    if len(data) > 4 * limits.TEXT:
        raise limits.TooMuchError("it is too large for a text")
    reader = _Reader()
    for match in rtf_control_words.tokens(data):
        reader.token(match)
    return Document(MEDIA_TYPES["rtf"], "rtf", reader.charset, blocks=tuple(reader.finish()))


class _Reader:
    def __init__(self) -> None:
        self.charset = "gb18030"
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._skip_chars = 0
        self._budget = grid.Budget()
        self._flow = Flow(self._budget)
        self._around: list[tuple[int, Flow]] = []
        self._label = (0, 0)

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
        while self._around:
            self._end_shape()
        return self._flow.finish(self._state.level)

    def _brace(self, brace: bytes) -> None:
        groups = len(self._stack)
        if brace == b"{":
            if groups > _DEEPEST:
                raise limits.TooMuchError("its groups are nested too deeply")
            self._stack.append(self._state)
            skipped = self._state.skipped or self._state.either
            self._state = self._state._replace(skipped=skipped, first=True, starred=False, either=False)
        elif self._stack:
            if self._label[0] == groups:
                self._end_label()
            if self._around and self._around[-1][0] == groups:
                self._end_shape()
            self._state = self._stack.pop()

    def _end_label(self) -> None:
        """Keep of what a list prints before a paragraph the number."""
        _, start = self._label
        self._flow.text[start:] = [numbering.label("".join(self._flow.text[start:]))]
        self._label = (0, 0)

    def _end_shape(self) -> None:
        blocks = self._flow.finish(self._state.level)
        _, self._flow = self._around.pop()
        self._flow.beside += blocks

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = self._state._replace(starred=True)
        elif symbol in rtf_control_words.SYMBOLS:
            self._put(rtf_control_words.SYMBOLS[symbol])
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
            self._flow.text.append(raised(text) if state.raised else text)

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if state.first:
            state = self._begun(word)
        if word == "u" and number is not None:
            self._put(rtf_control_words.char(number))
            self._skip_chars = state.after_u
            return
        self._skip_chars = 0
        if word in rtf_control_words.CHARS:
            self._put(rtf_control_words.CHARS[word])
        elif word in rtf_control_words.UNPRINTED:
            switched = {word} if number != 0 else set()
            self._state = state._replace(unprinted=state.unprinted - {word} | switched)
        elif word in ("super", "sub", "nosupersub"):
            self._state = state._replace(raised=word == "super" and number != 0)
        elif word == "plain":
            self._state = state._replace(unprinted=frozenset(), raised=False)
        elif word == "uc":
            self._state = state._replace(after_u=min(max(number or 0, 0), 8))
        elif word == "ansicpg" and number not in (None, 936, 0):
            self.charset = {950: "big5", 65001: "utf-8"}.get(number or 0, "gb18030")
        elif not state.skipped:
            self._layout(word, number)

    def _begun(self, word: str) -> _State:
        """The state of a group that begins with this word, which may say that the group is not read."""
        state = self._state
        unread = (
            word in rtf_control_words.SKIPPED
            or (state.starred and word not in rtf_control_words.KEPT_STARS)
            or word == "pict"
        )
        if word == "pict" and (state.drawn or not state.skipped):
            self._flow.inside(state.level).append(Picture("picture"))
        drawn = state.drawn or (word == "sp" and not state.skipped)
        state = state._replace(first=False, skipped=state.skipped or unread, either=word == "upr", drawn=drawn)
        if word == "ud" and self._stack and self._stack[-1].either:
            state = state._replace(skipped=self._stack[-1].skipped)
        if not state.skipped and word in rtf_control_words.SHAPES:
            state = state._replace(inside=False, depth=1)
            self._around.append((len(self._stack), self._flow))
            self._flow = Flow(self._budget)
        elif not state.skipped and word in rtf_control_words.LABELS:
            self._label = len(self._stack), len(self._flow.text)
        self._state = state
        return state

    def _layout(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("par", "sect", "page"):
            self._flow.paragraph(state.level)
        elif word == "pard":
            self._state = state._replace(inside=False, depth=1)
        elif word == "intbl":
            self._state = state._replace(inside=True)
        elif word == "itap":
            self._state = state._replace(depth=max(number or 0, 1), inside=state.inside or bool(number))
        elif word in ("cell", "nestcell"):
            self._state = state._replace(inside=True)
            self._flow.cell(self._state.level, nested=word == "nestcell")
        elif word in ("row", "nestrow"):
            self._flow.row(nested=word == "nestrow")
        elif word in rtf_control_words.TABLES:
            self._flow.define(word, number or 0, nested=state.depth > 1)
