"""Misprinted numbers before the headings of the six sections (skipped, repeated, omitted), and those of sub-headings.

Only certain headings count. A report that starts from another number, or has an additional chapter, is no error. Text
recognised from a picture is not checked, as 一, 二 and 三 are easily confused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from archive.extract.layout.document import Block, Paragraph, recognised_cells
from archive.extract.report.model import Finding
from archive.extract.text.headings import UNNUMBERED, Heading, Level, number_of, ordinal_of
from archive.extract.text.sections import Layout

_FEWEST: Final = 3
_FEWEST_INSIDE: Final = 2
_GENERAL: Final = 1


def find_misprints(blocks: Sequence[Block], layout: Layout, not_text: Collection[int] = ()) -> tuple[Finding, ...]:
    """One finding with all misprinted numbers of headings; () where there are none or headings have no numbers.

    Paragraphs at the indices `not_text` are table content and no chapters.
    """
    headings = [heading for heading in layout.headings if heading.strong or heading.ordinal]
    if not layout.statutory or sum(1 for h in headings if h.ordinal) < _FEWEST:
        return ()
    lines = {
        at: ordinal
        for at, block in enumerate(blocks)
        if at not in not_text and isinstance(block, Paragraph) and (ordinal := ordinal_of(block.text))
    }
    wrong = [*_out_of_order(headings, lines), *_left_out(headings, lines)]
    if not wrong or recognised_cells(blocks):
        return ()
    return (Finding("sections.ordinals", "info", "unknown", f"{'; '.join(wrong)}."),)


def find_subheadings(layout: Layout) -> tuple[Finding, ...]:
    """A finding where the sub-headings of section 1 are numbered 一、二、三、 as the sections are; else ()."""
    level = next((heading.level for heading in layout.headings), None)
    text = next((section.text for section in layout.sections if section.number == _GENERAL), "")
    numbered = [number_of(line) for line in text.splitlines()]
    inside = [value for found, value in numbered if found is Level.CHINESE]
    if level is not Level.CHINESE or len(layout.sections) < _FEWEST or len(inside) < _FEWEST_INSIDE:
        return ()
    if inside != [*range(1, len(inside) + 1)]:
        return ()
    detail = f"{len(inside)} sub-headings of section 1 are numbered 一、 to {len(inside)}, as sections are."
    return (Finding("sections.1.subheadings", "info", "unknown", detail),)


def _out_of_order(headings: Sequence[Heading], lines: dict[int, int]) -> Iterator[str]:
    for before, after in pairwise(heading for heading in headings if heading.ordinal):
        first, second = before.ordinal or 0, after.ordinal or 0
        jumps = second > first + 1 and second - first != after.number - before.number
        meant = {*range(first + 1, second), after.number}
        if (second <= first or jumps) and not meant & _between(before, after, lines):
            yield f"“{before.heading}” is numbered {first}, and “{after.heading}” behind it {second}"


def _left_out(headings: Sequence[Heading], lines: dict[int, int]) -> Iterator[str]:
    for before, heading in zip([None, *headings], headings, strict=False):
        if heading.ordinal == UNNUMBERED and heading.number not in _between(before, heading, lines):
            yield f"“{heading.heading}” has no number before it, others have one"


def _between(before: Heading | None, after: Heading, lines: dict[int, int]) -> set[int]:
    """The numbers that open lines between two headings: something else than the later heading may be meant there."""
    start = before.block if before else -1
    return {ordinal for at, ordinal in lines.items() if start < at < after.block}
