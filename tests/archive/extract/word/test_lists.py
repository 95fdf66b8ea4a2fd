"""Numbers that a list prints before paragraphs, in every format of word processors."""

from __future__ import annotations

from tests.support.documents import made

_LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
)
_NUMBERING = (
    f'<w:numbering {made.W}><w:abstractNum w:abstractNumId="0">{_LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)
_STYLES = (
    f'<w:styles {made.W}><w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="H1"/></w:style></w:styles>'
)


def _listed(text: str, number: int) -> str:
    return _p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def _p(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_list_restarts_where_it_says_so() -> None:
    body = "".join(_listed(text, number) for text, number in (("甲", 1), ("乙", 1), ("丙", 2), ("丁", 2)))
    assert made.shown(made.docx(body, numbering=_NUMBERING)) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_style_inherits_its_list() -> None:
    body = _p("甲", '<w:pStyle w:val="H1"/>') + _p("乙", '<w:pStyle w:val="Mine"/>')
    assert made.shown(made.docx(body, numbering=_NUMBERING, styles=_STYLES)) == ["一、甲", "二、乙"]


def test_a_flat_file_has_its_lists_in_parts() -> None:
    text = f"<w:document {made.W}><w:body>{_listed('甲', 1)}{_listed('乙', 1)}</w:body></w:document>"
    parts = "".join(
        f'<pkg:part pkg:name="/word/{name}.xml"><pkg:xmlData>{data}</pkg:xmlData></pkg:part>'
        for name, data in (("document", text), ("numbering", _NUMBERING))
    )
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="urn:pkg">{parts}</pkg:package>'
    assert made.shown(flat.encode()) == ["一、甲", "二、乙"]


def test_the_xml_of_2003_stores_its_labels() -> None:
    def item(number: str, text: str) -> str:
        return _p(text, f'<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{number}"/></w:listPr>')

    assert made.shown(made.xml2003(item("一、", "甲") + item("·", "乙"))) == ["一、甲", "乙"]


def test_rtf_stores_its_labels() -> None:
    numbers = (r"{\listtext\pard\plain 一、\tab}", r"{\pntext（二）\tab}", r"{\listtext\'b7\tab}", r"{\listtext l\tab}")
    text = "".join(rf"\pard{number}条\par" for number in numbers)
    assert made.shown(made.rtf(text)) == ["一、条", "（二）条", "条", "条"]


_ODF_LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" '
    'style:num-format="一, 二, 三, ..." text:start-value="2"/><text:list-level-style-number text:level="2" '
    'style:num-prefix="（" style:num-suffix="）" style:num-format="1"/><text:list-level-style-bullet text:level="3" '
    'text:bullet-char="·"/></text:list-style>'
)


def _list(inside: str, said: str = 'text:style-name="L"') -> str:
    return f"<text:list {said}><text:list-item>{inside}</text:list-item></text:list>"


def test_odt_counts_by_the_style_of_a_list() -> None:
    inner = _list(f"<text:p>内</text:p>{_list('<text:p>点</text:p>', '')}", "")
    on = 'text:style-name="L" text:continue-numbering="true"'
    text = (
        f"{_list('<text:p>甲</text:p><text:p>续</text:p>' + inner + inner)}<text:p>段</text:p>"
        f"{_list('<text:p>乙</text:p>', on)}{_list(inner, on)}{_list('<text:p>丙</text:p>')}"
    )
    shown = ["二、甲", "续", "（1）内", "点", "（2）内", "点", "段", "三、乙", "（1）内", "点", "二、丙"]
    assert made.shown(made.odt(text, _ODF_LIST)) == shown


def test_odt_numbers_headings_by_the_outline_unless_their_text_has_the_number() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-suffix="、" '
        'style:num-format="一, 二, 三, ..."/><text:outline-level-style text:level="2" style:num-format=""/>'
        "</text:outline-style>"
    )
    text = (
        '<text:h text:outline-level="1">甲</text:h><text:h text:outline-level="2">乙</text:h>'
        '<text:h text:outline-level="1"><text:number>二、</text:number>丙</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">丁</text:h>'
        '<text:h text:outline-level="1">戊</text:h>'
    )
    assert made.shown(made.odt(text, common=outline)) == ["一、甲", "乙", "二、丙", "丁", "三、戊"]
