"""The sections of a report by their headings: the six statutory ones, or the chapters of an older free text.

Knows the wordings in `sections.toml`; printed numbers are only a hint, because they are omitted, shifted or restarted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Paragraph, Table
from archive.extract.report.model import Section
from archive.extract.text import heading_levels, headings, signature
from archive.extract.text.heading_levels import NumberedLine
from archive.extract.text.headings import LONGEST, NO_ROW, STRONG, Heading, Level, number_of, only_text, without_ordinal

_GOES_ON: Final = patterns.lazy(r"[；;，]\s*$")
# such as — 3 — or 第 1 页 / 共 4 页
_FOOTER: Final = patterns.lazy(r"\s*[-—–－]+\s*\d{1,3}\s*[-—–－]+\s*|\s*第\s*\d{1,3}\s*页.{0,10}")
_FEWEST: Final = 2
_SECTIONS: Final = 6
_NEARLY_ALL: Final = 5
_FEWEST_RUN_IN: Final = 2
# such as 二、 on a line before its heading
_ORDINAL_ALONE: Final = patterns.lazy(r"\s*[一二三四五六七八]\s*[、.．]\s*")
"""Headings in one line from which the whole report is in one line."""
_OF_CHAPTERS: Final = [Level.CHINESE, Level.PART]
_TABULAR: Final = (2, 3, 4)
"""The sections that hold the statutory tables."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections of a document; `statutory` where they are the six of the form; `start` is the first one's block."""

    sections: tuple[Section, ...] = ()
    statutory: bool = False
    start: int | None = None
    signature: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()

    def blocks_under(self, number: int, blocks: Sequence[Block]) -> tuple[Sequence[Block], int]:
        """The blocks under a section's heading, of a table that holds the heading the rows below; () without a heading.

        And the number of the first of them among all `blocks`.
        """
        at = next((i for i, heading in enumerate(self.headings) if heading.number == number), None)
        if at is None:
            return (), 0
        heading, after = self.headings[at], next(iter(self.headings[at + 1 :]), None)
        end = after.block if after else len(blocks)
        table = blocks[heading.block]
        if heading.row == NO_ROW or not isinstance(table, Table):
            return blocks[heading.block + 1 : end], heading.block + 1
        last = after.row if after and after.block == heading.block else len(table.grid)
        return [_rows(table, heading.row + 1, last), *blocks[heading.block + 1 : end]], heading.block


def _rows(table: Table, first: int, end: int) -> Table:
    """Some rows of a table as a table; cells that reach into them from above are left out."""
    grid = [
        tuple(cell._replace(row=cell.row - first) if cell and cell.row >= first else None for cell in row)
        for row in table.grid[first:end]
    ]
    return replace(table, grid=tuple(grid))


def read(blocks: Sequence[Block], not_text: Collection[int] = ()) -> Layout:
    """The sections of these blocks; paragraphs at the indices `not_text` are table content."""
    chapters = _chapters(blocks, not_text)
    candidates = [heading for at, block in enumerate(blocks) for heading in headings.candidates(at, block)]
    found = heading_levels.chain(candidates, _numbered_lines(blocks, not_text), chapters)
    statutory = sum(1 for heading in found if heading.weight >= STRONG) >= _FEWEST
    if chapters and (not statutory or _has_other_numbering(found, chapters)):
        found, statutory = chapters, False
    if not found:
        return Layout()
    ends = [*((h.block, h.row) for h in found[1:]), (len(blocks), NO_ROW)]
    rows = {at: _single_text_rows(blocks[at]) for at in {h.block for h in found if h.row != NO_ROW}}
    sections = [_section(blocks, h, end, not_text, rows) for h, end in zip(found, ends, strict=True)]
    text, signed = signature.split(sections[-1].text)
    last = replace(sections[-1], text=text)
    return Layout((*sections[:-1], last), statutory, found[0].block, signed, tuple(found))


def _numbered_lines(blocks: Sequence[Block], not_text: Collection[int]) -> list[NumberedLine]:
    """The lines of text that begin with a number."""
    texts = ((at, block.text) for at, block in enumerate(blocks) if isinstance(block, Paragraph) and at not in not_text)
    numbered = ((at, *number_of(text)) for at, text in texts)
    return [NumberedLine(at, level, value) for at, level, value in numbered if level is not Level.UNNUMBERED]


def _has_other_numbering(found: Sequence[Heading], chapters: Sequence[Heading]) -> bool:
    """Whether the printed chapters are not the statutory sections, though some have similar titles."""
    printed = {chapter.block: chapter.number for chapter in chapters}
    agreeing = sum(1 for heading in found if printed.get(heading.block) == heading.number)
    strong = sum(1 for heading in found if heading.weight >= STRONG)
    return len(chapters) > len(found) and agreeing <= len(found) // 2 and strong < _SECTIONS - 1


def split_at_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with each paragraph that contains several sections split before each heading."""
    out: list[Block] = []
    for block in blocks:
        pieces = _pieces(block.text) if isinstance(block, Paragraph) and len(block.text) > LONGEST else []
        if len(pieces) > 1 and isinstance(block, Paragraph):
            out += [Paragraph(piece.strip(), block.heading) for piece in pieces if piece.strip()]
        else:
            out.append(block)
    return tuple(out)


def _pieces(text: str) -> list[str]:
    """A text cut before each of several headings, [] for one without them.

    Where it holds nearly all of them in order, it is cut behind them as well.
    """
    if len(headings.may_open().findall(text)) < _FEWEST_RUN_IN:
        return []
    run_in = list(_heading_anywhere().finditer(text))
    numbers = [number_of(match[0])[1] or 0 for match in run_in]
    if len(numbers) >= _NEARLY_ALL and all(before < after for before, after in pairwise(numbers)):
        cuts = sorted({at for match in run_in for at in match.span()})
        return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    return _cut(text) if len(_inline_heading().findall(text)) > 1 else []


def _cut(text: str) -> list[str]:
    starts = [match.start() for match in _inline_heading().finditer(text)]
    return [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]


@cache
def _heading_anywhere() -> re.Pattern[str]:
    """A numbered strong heading anywhere in a line, whatever follows."""
    return re.compile(rf"{headings.NUMBER_IN_LINE}\s*(?:{headings.strong_words()})[。.:：；;]?")


@cache
def _inline_heading() -> re.Pattern[str]:
    """A numbered strong heading anywhere in a line, with the punctuation or space that closes it."""
    return re.compile(rf"{headings.NUMBER_IN_LINE}\s*(?:{headings.strong_words()})(?=[。.:：；;\s]|$|[(（\d])")


def _single_text_rows(block: Block) -> dict[int, str]:
    """The single texts of a table's rows, each by the number of the row in which it begins."""
    grid = block.grid if isinstance(block, Table) else ()
    rows = ((next(cell.row for cell in row if cell and cell.text), text) for row in grid if (text := only_text(row)))
    return dict(rows)


def _chapters(blocks: Sequence[Block], not_text: Collection[int]) -> list[Heading]:
    """The chapters 一、二、三 … or 第一章、第二章 … of a free text by their printed numbers; one may be skipped."""
    chapters: list[Heading] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or at in not_text or len(block.text) > LONGEST:
            continue
        level, value = number_of(block.text)
        before, levels = (chapters[-1].number, [chapters[-1].level]) if chapters else (0, _OF_CHAPTERS)
        if level in levels and value in (before + 1, before + 2) and not _GOES_ON.search(block.text):
            chapters.append(Heading(at, value, without_ordinal(block.text), "", STRONG, level=level))
    return chapters if len(chapters) > 1 else []


def _section(
    blocks: Sequence[Block],
    heading: Heading,
    end: tuple[int, int],
    not_text: Collection[int],
    rows: Mapping[int, Mapping[int, str]],
) -> Section:
    """A section's text up to the next heading: paragraphs, and single-text rows of tables that contain headings."""
    start = (heading.block, heading.row)
    texts: list[str] = []
    for i, block in enumerate(blocks[heading.block : end[0] + 1], heading.block):
        if i in rows:
            row_texts = (text for row, text in rows[i].items() if start < (i, row) < end)
            texts += [text for text in row_texts if _belongs_to_text(text, heading.number)]
        elif isinstance(block, Paragraph) and start < (i, NO_ROW) < end and i not in not_text:
            texts += [] if _FOOTER.fullmatch(block.text) else [block.text.strip()]
    lines = (text for text in (heading.rest, *texts) if text and not _ORDINAL_ALONE.fullmatch(text))
    return Section(heading.number, heading.heading, "\n".join(lines))


def _belongs_to_text(text: str, section: int) -> bool:
    """Whether a single-text row belongs to a section's text: in sections with tables, only a sentence does."""
    return "。" in text if section in _TABULAR else not text.startswith("第二十条第")
