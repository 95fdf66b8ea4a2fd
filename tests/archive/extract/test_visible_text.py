"""Text that is hidden, struck out or raised, in every format of word processors."""

from __future__ import annotations

import pytest

from tests.support.documents import made
from tests.support.proof import compound

_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"{parent}><style:text-properties {said}/></style:style>'
    for name, parent, said in (
        ("S", "", 'style:text-line-through-style="solid" style:text-line-through-type="single"'),
        ("H", "", 'text:display="none"'),
        ("U", "", 'style:text-position="33% 58%"'),
        ("D", "", 'style:text-position="-33% 58%"'),
        ("C", ' style:parent-style-name="common"', ""),
        ("N", ' style:parent-style-name="common"', 'style:text-position="0% 100%"'),
    )
)
_COMMON = (
    '<style:style style:name="common" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="gone" style:family="paragraph"><style:text-properties text:display="none"/>'
    "</style:style>"
)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (r"29{\super 1}\cell", "29¹"),
        (r"29{\super 1\nosupersub 2}", "29¹2"),
        (r"{\strike 4}1", "1"),
        (r"{\striked1 3}5", "5"),
        (r"{\strike 4\strike0 6}1", "61"),
        (r"{\sub 4}\plain 1", "41"),
    ],
)
def test_rtf(words: str, text: str) -> None:
    assert made.shown(made.rtf(words)) in ([text], [[[text]]])


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('29<text:span text:style-name="U">1</text:span>', "29¹"),
        ('29<text:span text:style-name="D">1</text:span>', "291"),
        ('29<text:span text:style-name="C">1</text:span>', "29¹"),
        ('29<text:span text:style-name="N">1</text:span>', "291"),
        ('<text:span text:style-name="S">4</text:span>1', "1"),
        ('18<text:span text:style-name="H">7<text:span text:style-name="U">8</text:span></text:span>', "18"),
        ('18<text:hidden-text text:condition="1" text:is-hidden="true">7</text:hidden-text>', "18"),
        ('18<text:hidden-text text:condition="0">7</text:hidden-text>', "187"),
    ],
)
def test_odt(inside: str, text: str) -> None:
    assert made.shown(made.odt(f"<text:p>{inside}</text:p>", _STYLES, _COMMON)) == [text]


def test_paragraphs_and_sections_of_odt_that_are_hidden() -> None:
    hidden = (
        '<text:p text:style-name="gone">1</text:p><text:section text:display="none"><text:p>2</text:p></text:section>'
        '<text:p>3<text:hidden-paragraph text:condition="1" text:is-hidden="true"/></text:p>'
    )
    seen = '<text:section text:display="condition"><text:p>4</text:p></text:section>'
    assert made.shown(made.odt(hidden + seen, _STYLES, _COMMON)) == ["4"]


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        (b"\x48\x2a\x01", "29¹"),
        (b"\x48\x2a\x02", "291"),
        (b"\x37\x08\x01", "29"),
        (b"\x37\x08\x01\x37\x08\x00", "291"),
        (b"\x53\x2a\x01", "29"),
        (b"\x3c\x08\x81", "29"),
    ],
)
def test_doc(properties: bytes, text: str) -> None:
    assert made.shown(compound.doc(["291"], {"1": properties})) == [text]


_WORD_STYLES = (
    f"<w:styles {made.W}>"
    '<w:style w:type="character" w:styleId="hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="seen"><w:basedOn w:val="hid"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="sup"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="sup2"><w:basedOn w:val="sup"/></w:style>'
    '<w:style w:type="character" w:styleId="struck"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="hp"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("paragraph", "run", "text"),
    [
        ("", '<w:rStyle w:val="hid"/>', "18"),
        ("", '<w:rStyle w:val="seen"/>', "187"),
        ("", '<w:rStyle w:val="hid"/><w:vanish w:val="0"/>', "187"),
        ("", '<w:rStyle w:val="struck"/>', "18"),
        ("", '<w:rStyle w:val="sup2"/>', "18⁷"),
        ("", '<w:rStyle w:val="sup"/><w:vertAlign w:val="baseline"/>', "187"),
        ('<w:pStyle w:val="hp"/>', "", ""),
        ('<w:pStyle w:val="hp"/>', '<w:rStyle w:val="hid"/>', "7"),
    ],
)
def test_docx_by_its_styles(paragraph: str, run: str, text: str) -> None:
    inside = f"<w:r><w:t>18</w:t></w:r><w:r><w:rPr>{run}</w:rPr><w:t>7</w:t></w:r>"
    file = made.docx(f"<w:p><w:pPr>{paragraph}</w:pPr>{inside}</w:p>", styles=_WORD_STYLES)
    assert made.shown(file) == ([text] if text else [])


def test_a_default_of_the_document_hides_unless_a_run_says_otherwise() -> None:
    hidden = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>7</w:t></w:r>'
    file = made.docx(f"<w:p><w:r><w:t>18</w:t></w:r>{seen}</w:p>", styles=f"<w:styles {made.W}>{hidden}</w:styles>")
    assert made.shown(file) == ["7"]
