"""How much a text resembles an annual report, to choose among several parts and to note those left unread.

Knows typical phrases of reports; knows no file format, and decides nothing finally.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from archive.extract.layout.document import Block, Paragraph, Table

_PHRASES: Final = ("总体情况", "第二十条", "本年新收", "行政复议", "其他需要报告", "依申请公开", "信息公开")
_ROWS: Final = 40
ENOUGH: Final = 3
"""Phrases from which on a text may be a report or a part of one."""


def count_phrases(text: str) -> int:
    """How many typical phrases of a report the text contains."""
    return sum(phrase in text for phrase in _PHRASES)


def text(blocks: Iterable[Block]) -> str:
    """The text of paragraphs and of the first rows of tables, a line for each block."""
    return "\n".join(map(_text, blocks))


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        return "".join(cell.text for row in block.grid[:_ROWS] for cell in row if cell is not None)
    return ""
