from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from archive.extract.facsimile import ofd_pages
from archive.extract.ofd.reader import DrawnPage
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling
from tests.support.paths import FILES

SVG = "{http://www.w3.org/2000/svg}"
DATA = (FILES / "report.ofd").read_bytes()
PNG = (FILES / "scan.png").read_bytes()


def drawn(page: Page, *pictures: tuple[tuple[float, float, float, float], bytes]) -> ET.Element:
    return ET.fromstring("".join(ofd_pages._svg(DrawnPage(page, pictures))))


def test_a_page_has_its_size_characters_and_lines() -> None:
    first = ET.fromstring(ofd_pages.draw(DATA, 1) or b"")
    ((width, height), *_) = ofd_pages.sizes(DATA)
    assert first.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
    text = "".join(element.text or "" for element in first.iter(f"{SVG}text"))
    assert "收到和处理政府信息公开申请情况" in text
    assert len(list(first.iter(f"{SVG}line"))) > 10


def test_there_is_no_page_beyond_the_last_nor_of_what_is_no_ofd() -> None:
    assert ofd_pages.draw(DATA, len(ofd_pages.sizes(DATA)) + 1) is None
    assert ofd_pages.draw(DATA, 0) is None
    assert ofd_pages.sizes(b"PK\x03\x04") == []
    assert ofd_pages.draw(b"", 1) is None


def test_a_character_stands_on_its_baseline_and_is_only_text() -> None:
    glyphs = [Glyph("<", 10, 20, 14, 24), Glyph("\x07", 1, 1, 2, 2), Glyph("年", 14, 20, 18, 24)]
    root = drawn(Page(210, 297, glyphs, [Ruling(5, 30, 100, 30)]))
    texts = [(e.text, float(e.attrib["x"]), float(e.attrib["y"])) for e in root.iter(f"{SVG}text")]
    assert texts == [("<", 10.0, 23.4), ("年", 14.0, 23.4)]


def test_pictures_are_within_the_file_and_only_such_as_browsers_show() -> None:
    page, box = Page(210, 297, [], []), (10.0, 20.0, 60.0, 70.0)
    (image,) = drawn(page, (box, PNG), (box, b"<svg onload='x()'/>")).iter(f"{SVG}image")
    assert image.attrib["href"].startswith("data:image/png;base64,")
    assert (image.attrib["width"], image.attrib["height"]) == ("50.00", "50.00")
    many = [(box, PNG + b"\0" * 2_500_000)] * 4
    assert len(re.findall("<image", "".join(ofd_pages._svg(DrawnPage(page, tuple(many)))))) == 2
