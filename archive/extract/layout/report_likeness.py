"""How much a text sounds like an annual report: which of several parts is the one, and which must not go unnoticed.

Knows words of such reports; knows no file format and judges nothing for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from archive.extract.layout.document import Block, Paragraph, Table

_WORDS: Final = ("总体情况", "第二十条", "本年新收", "行政复议", "其他需要报告", "依申请公开", "信息公开")
_ROWS: Final = 40
ENOUGH: Final = 3
"""Words from which on a text may be a report or a part of one."""


def words(text: str) -> int:
    """How many of the words of a report a text has."""
    return sum(word in text for word in _WORDS)


def text(blocks: Iterable[Block]) -> str:
    """The text of paragraphs and of the upper rows of tables."""
    return "\n".join(map(_text, blocks))


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        return "".join(cell.text for row in block.grid[:_ROWS] for cell in row if cell is not None)
    return ""
