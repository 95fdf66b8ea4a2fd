"""A row that a page break cuts inside a remark is joined again, its digits too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extract.layout.document import Table
from archive.extract.page import blocks
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling

EDGES = (50.0, 200.0, 300.0, 400.0)


def page(top: float, *rows: Sequence[str]) -> Page:
    """Ruled rows of 20 points, each cell one line of glyphs."""
    glyphs = [
        Glyph(letter, left + 5 + 10 * at, top + 20 * row + 5, left + 15 + 10 * at, top + 20 * row + 15)
        for row, cells in enumerate(rows)
        for left, text in zip(EDGES, cells, strict=False)
        for at, letter in enumerate(text)
    ]
    low = top + 20 * len(rows)
    level = [Ruling(EDGES[0], top + 20 * row, EDGES[-1], top + 20 * row) for row in range(len(rows) + 1)]
    return Page(595, 842, glyphs, [*level, *(Ruling(x, top, x, low) for x in EDGES)])


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("11", "6（其中修订58件）", "116（其中修订58件）"),
        ("116", "（其中修订58件）", "116\n（其中修订58件）"),
        ("116（其中", "修订58件）", "116（其中\n修订58件）"),
    ],
)
def test_a_remark_cut_by_a_page_break_is_joined(above: str, below: str, whole: str) -> None:
    first = page(780, ("1.本", "6", above))
    second = page(50, ("机关不掌握", "", below), ("2.没有现成信息", "3", "4"))
    (table,) = blocks.blocks([first, second])
    assert isinstance(table, Table)
    assert [[cell.text if cell else None for cell in row] for row in table.grid] == [
        ["1.本\n机关不掌握", "6", whole],
        ["2.没有现成信息", "3", "4"],
    ]


def test_a_complete_row_after_a_page_break_stays_separate() -> None:
    (table,) = blocks.blocks([page(780, ("1.本机关", "6", "11")), page(50, ("2.没有现成信息", "3", "6（其中1件）"))])
    assert isinstance(table, Table)
    assert len(table.grid) == 2
