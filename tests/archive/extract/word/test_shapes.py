"""Text in drawn shapes is a paragraph after the text that they are anchored at, and never joined to it."""

from __future__ import annotations

from tests.support.documents import made


def test_text_in_a_shape_of_odt_is_a_paragraph_of_its_own() -> None:
    shape = "<draw:custom-shape><text:p>注：含上年</text:p><draw:enhanced-geometry/></draw:custom-shape>"
    assert made.shown(made.odt(f"<text:p>{shape}一、总体情况</text:p>")) == ["一、总体情况", "注：含上年"]
    assert made.shown(made.odt(f"<text:p><text:span>{shape}</text:span>29</text:p>")) == ["29", "注：含上年"]


def test_how_a_word_of_odt_is_read_aloud_is_not_read() -> None:
    ruby = "<text:ruby><text:ruby-base>冢</text:ruby-base><text:ruby-text>zhǒng</text:ruby-text></text:ruby>"
    assert made.shown(made.odt(f"<text:p>{ruby}头镇</text:p>")) == ["冢头镇"]


_SHAPE = (
    r"{\shp{\*\shpinst\shpleft100{\sp{\sn shapeType}{\sv 75}}{\sp{\sn fLine}{\sv 0}}{\shptxt\pard\intbl 注\par}}"
    r"{\shprslt\pard\par 注\par}}"
)


def test_what_describes_a_shape_of_rtf_is_not_read_and_its_text_once() -> None:
    assert made.shown(made.rtf(rf"\pard {_SHAPE}2024年\par 后\par")) == ["2024年", "注", "后"]
    row = rf"\trowd\cellx900\cellx1800\pard\intbl a\cell {_SHAPE}29\cell\row"
    assert made.shown(made.rtf(row)) == [[["a", "29\n注"]]]


def test_binary_data_of_a_picture_is_skipped_by_its_length() -> None:
    assert made.shown(made.rtf(r"{\pict\wmetafile8\bin6 ab}{}\}年报\par"))[1:] == ["年报"]


def test_of_text_that_rtf_holds_twice_the_unicode_form_is_read() -> None:
    assert made.shown(made.rtf(r"{\upr{??}{\*\ud{\u24180?\u25253?}}}1\par")) == ["年报1"]
    assert made.shown(made.rtf(r"a{\nonesttables\par b}\par")) == ["a"]
