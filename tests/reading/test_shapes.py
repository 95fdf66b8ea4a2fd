"""Text in drawn shapes stands beside the text that they hang at, and is never glued to it."""

from __future__ import annotations

from tests.reading import made


def test_text_in_a_shape_of_odt_is_a_paragraph_of_its_own() -> None:
    shape = "<draw:custom-shape><text:p>注：含上年</text:p><draw:enhanced-geometry/></draw:custom-shape>"
    assert made.shown(made.odt(f"<text:p>{shape}一、总体情况</text:p>")) == ["一、总体情况", "注：含上年"]
    assert made.shown(made.odt(f"<text:p><text:span>{shape}</text:span>29</text:p>")) == ["29", "注：含上年"]


def test_how_a_word_of_odt_is_read_aloud_is_not_read() -> None:
    ruby = "<text:ruby><text:ruby-base>冢</text:ruby-base><text:ruby-text>zhǒng</text:ruby-text></text:ruby>"
    assert made.shown(made.odt(f"<text:p>{ruby}头镇</text:p>")) == ["冢头镇"]
