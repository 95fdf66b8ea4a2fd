"""Lines that were cut at one width, as by a typewriter, put together to the paragraphs that they were.

Knows the width of lines and the signs that end a sentence. Nothing is joined in a document whose lines were not cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from archive.extract.layout.document import Block, Paragraph

_NARROWEST, _WIDEST = 16, 80
_FEWEST: Final = 3
_SHARE: Final = 0.6
_ENDS: Final = tuple("。；：！？…;:!?”」）)")
_PAUSE: Final = re.compile(r"[，。；、,]")
"""What running text has in nearly every line, and a list of titles has not."""
# such as （二） or 三、 or 10.
_BEGINS: Final = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)"
)


def unwrapped(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with paragraphs that were cut at one width in one piece again; the same blocks where none were."""
    width = _width(blocks)
    if not width:
        return tuple(blocks)
    out: list[Block] = []
    full = False
    for block in blocks:
        last = out[-1] if out else None
        if full and isinstance(block, Paragraph) and isinstance(last, Paragraph) and not _opens(block):
            out[-1] = Paragraph(f"{last.text}{block.text}", last.heading)
        else:
            out.append(block)
        full = isinstance(block, Paragraph) and _is_full(block, width) and not block.text.endswith(_ENDS)
    return tuple(out)


def _width(blocks: Sequence[Block]) -> int:
    """The width at which lines were cut; 0 where they were not."""
    cut = [
        block.text
        for block in blocks
        if isinstance(block, Paragraph)
        and _NARROWEST <= len(block.text) <= _WIDEST
        and not block.text.endswith(_ENDS)
        and not _opens(block)
    ]
    if len(cut) < _FEWEST or sum(bool(_PAUSE.search(line)) for line in cut) < _SHARE * len(cut):
        return 0
    width, lines = Counter(map(len, cut)).most_common(1)[0]
    alike = sum(1 for line in cut if abs(len(line) - width) <= 1)
    return width if lines >= _FEWEST and alike >= _SHARE * len(cut) else 0


def _is_full(block: Paragraph, width: int) -> bool:
    return abs(len(block.text) - width) <= 1


def _opens(block: Paragraph) -> bool:
    """Whether a line begins a paragraph of its own: a heading or a numbered item."""
    return block.heading > 0 or bool(_BEGINS.match(block.text))
