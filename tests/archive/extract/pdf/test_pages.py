"""Where a PDF's text and lines come to lie on the page as it is shown."""

from __future__ import annotations

import pytest

from tests.support.documents import drawn
from tests.support.documents.drawn import ROWS

_TURNED = {
    90: ("0 1 -1 0 595 0 cm", "[0 0 595 842]"),
    180: ("-1 0 0 -1 595 842 cm", "[0 0 595 842]"),
    270: ("0 -1 1 0 0 842 cm", "[0 0 595 842]"),
}


@pytest.mark.parametrize("turn", _TURNED)
def test_a_turned_page_reads_as_it_is_shown(turn: int) -> None:
    matrix, box = _TURNED[turn]
    content = f"q {matrix} {drawn.table(y=500)} {drawn.say('郏县冢头镇', 60, 520)} Q"
    data = drawn.write(content, page=f"/MediaBox {box} /Rotate {turn}")
    assert drawn.cells(data) == [ROWS]
    assert drawn.lines(data) == ["郏县冢头镇"]


@pytest.mark.parametrize("turn", _TURNED)
def test_a_page_drawn_sideways_without_saying_so_is_turned(turn: int) -> None:
    matrix, box = _TURNED[turn]
    data = drawn.write(f"q {matrix} {drawn.table(y=500)} Q", page=f"/MediaBox {box}")
    assert drawn.cells(data) == [ROWS]


def test_the_page_begins_where_its_box_does() -> None:
    content = f"q 1 0 0 1 -300 -1500 cm {drawn.table(y=100)} {drawn.say('六、其他', 60, 10)} Q"
    data = drawn.write(content, page="/MediaBox [-300 -1500 295 -658]")
    assert drawn.cells(data) == [ROWS]
    assert drawn.lines(data) == ["六、其他"]


def test_what_the_crop_box_cuts_off_is_not_on_the_page() -> None:
    content = f"{drawn.table(x=30)} q 1 0 0 1 421 0 cm {drawn.table(x=30, rows=(('甲', '1'), ('乙', '2')))} Q"
    assert drawn.cells(drawn.write(content, page="/MediaBox [0 0 842 842] /CropBox [421 0 842 842]")) == [
        (("甲", "1"), ("乙", "2"))
    ]
    assert drawn.cells(drawn.write(content, page="/MediaBox [0 0 842 842] /CropBox [0 0 421 842]")) == [ROWS]


def test_lines_in_forms_are_placed_with_the_form() -> None:
    inner = drawn.form(drawn.table(), "/Matrix [1 0 0 1 5 40]")
    outer = drawn.stream(
        "q 0.8 0 0 0.8 20 30 cm /X6 Do Q",
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X6 6 0 R >> >>",
    )
    assert drawn.cells(drawn.write("q 0.9 0 0 0.9 9 60 cm /X7 Do Q", objects=[inner, outer])) == [ROWS]


_BLANK = (ROWS[0], ROWS[1], ("规范性文件", "", "9"))
"""Read without its lines, the 9 would be in the second column."""


def _boxes(thick: float) -> list[tuple[float, float, float, float]]:
    levels = [(60.0, 700.0 - 20 * row, 360.0, thick) for row in range(4)]
    return levels + [(60.0 + 120 * column, 640.0, thick, 60.0) for column in range(4)]


def test_thin_boxes_filled_in_one_path_are_lines() -> None:
    boxes = " ".join(f"{x} {y} {w} {h} re" for x, y, w, h in _boxes(0.5))
    assert drawn.cells(drawn.write(f"{boxes} f {drawn.table(_BLANK, frames=False)}")) == [_BLANK]


def test_a_box_filled_up_to_a_box_in_it_is_a_frame() -> None:
    frames = " ".join(
        f"{60 + 120 * column} {640 + 20 * row} 120 20 re {60.5 + 120 * column} {640.5 + 20 * row} 119 19 re f*"
        for row in range(3)
        for column in range(3)
    )
    assert drawn.cells(drawn.write(f"{frames} {drawn.table(_BLANK, frames=False)}")) == [_BLANK]


def test_thin_pictures_are_lines() -> None:
    lines = " ".join(
        f"q {w} 0 0 {h} {x} {y} cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 00> EI Q" for x, y, w, h in _boxes(0.5)
    )
    assert drawn.cells(drawn.write(f"{lines} {drawn.table(_BLANK, frames=False)}")) == [_BLANK]
