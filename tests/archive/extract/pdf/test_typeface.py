"""A PDF that embeds no typeface is read alike on every machine, whatever fonts are installed there."""

from __future__ import annotations

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from archive.extract.layout import document
from archive.extract.pdf import reader, typeface
from tests.support.sites import pdf as writer
from tests.support.sites.blocks import Box, Grid

RARE = "件定龥㐂〇"


def test_a_lone_character_is_read_though_no_installed_font_has_it() -> None:
    grid = Grid(((Box(RARE[0]), Box(RARE[1])), (Box(RARE[2]), Box(RARE[3])), (Box(RARE[4]), Box("7"))))
    read = reader.read(writer.write("郏县冢头镇", [grid]))
    assert isinstance(read, document.Document)
    (table,) = (block for block in read.blocks if isinstance(block, document.Table))
    assert [[cell.text if cell else None for cell in row] for row in table.grid] == [
        [RARE[0], RARE[1]],
        [RARE[2], RARE[3]],
        [RARE[4], "7"],
    ]


def test_characters_are_as_wide_as_the_file_says() -> None:
    typeface.install()
    data = writer.write("0123456789件龥㐂", [])
    opened = pdfium.PdfDocument(data)
    try:
        page = reader._PdfReader(opened, data).page(0)
    finally:
        opened.close()
    assert [round(glyph.x1 - glyph.x0, 3) for glyph in page.glyphs] == [6.0] * 10 + [12.0] * 3
