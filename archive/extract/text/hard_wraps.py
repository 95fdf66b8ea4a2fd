"""Joins hard-wrapped lines (all cut at one width) to paragraphs again.

Uses the width of lines and the punctuation that ends a sentence. A document without hard wraps stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Paragraph

_NARROWEST, _WIDEST = 16, 80
_FEWEST: Final = 3
_SHARE: Final = 0.6
_ENDS: Final = tuple("。；：！？…;:!?”」）)")
_PAUSE: Final = patterns.lazy(r"[，。；、,]")
"""What running text has in nearly every line, and a list of titles has not."""
# such as （二） or 三、 or 10.
_BEGINS: Final = patterns.lazy(
    r"第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)"
)


def join_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with paragraphs that were cut at one width in one piece again; the same blocks where none were."""
    width = _width(blocks)
    if not width:
        return tuple(blocks)
    joined: list[Block] = []
    previous_is_full = False
    for block in blocks:
        previous = joined[-1] if joined else None
        if (
            previous_is_full
            and isinstance(block, Paragraph)
            and isinstance(previous, Paragraph)
            and not _begins_paragraph(block)
        ):
            joined[-1] = Paragraph(f"{previous.text}{block.text}", previous.heading)
        else:
            joined.append(block)
        previous_is_full = isinstance(block, Paragraph) and _is_full(block, width) and not block.text.endswith(_ENDS)
    return tuple(joined)


def _width(blocks: Sequence[Block]) -> int:
    """The width at which lines were cut; 0 where they were not."""
    cut_lines = [
        block.text
        for block in blocks
        if isinstance(block, Paragraph)
        and _NARROWEST <= len(block.text) <= _WIDEST
        and not block.text.endswith(_ENDS)
        and not _begins_paragraph(block)
    ]
    if len(cut_lines) < _FEWEST or sum(bool(_PAUSE.search(line)) for line in cut_lines) < _SHARE * len(cut_lines):
        return 0
    width, lines = Counter(map(len, cut_lines)).most_common(1)[0]
    same_width = sum(1 for line in cut_lines if abs(len(line) - width) <= 1)
    return width if lines >= _FEWEST and same_width >= _SHARE * len(cut_lines) else 0


def _is_full(block: Paragraph, width: int) -> bool:
    return abs(len(block.text) - width) <= 1


def _begins_paragraph(block: Paragraph) -> bool:
    """Whether a line begins a paragraph of its own: a heading or a numbered item."""
    return block.heading > 0 or bool(_BEGINS.match(block.text))
