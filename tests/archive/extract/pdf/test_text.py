"""Which characters of a PDF count as printed."""

from __future__ import annotations

import pytest

from tests.support.documents import drawn
from tests.support.documents.drawn import ROWS

_POSITION = 60 + 120 + 6 + 10 + 1, 700 - 60 + 6
"""Right behind the 56 of the last row."""
_SEVEN = drawn.say("7", *_POSITION)
_UNSEEN = {
    "not painted": f"q {_SEVEN.replace('BT', 'BT 3 Tr')} Q",
    "only clips": f"q {_SEVEN.replace('BT', 'BT 7 Tr')} Q",
    "white on paper": f"q 1 g {_SEVEN} Q",
    "the colour of its box": f"q 0.9 g 190 641 40 18 re f {_SEVEN} Q {drawn.say('56', 186, 646)}",
    "clipped away": f"q 0 0 1 1 re W n {_SEVEN} Q",
    "painted over": f"{_SEVEN} q 1 g {_POSITION[0]} 642 9 14 re f Q",
    "struck out": f"{_SEVEN} {_POSITION[0] - 1} {_POSITION[1] + 3.5} m {_POSITION[0] + 6} {_POSITION[1] + 3.5} l S",
    "at a slant": f"BT /F1 10 Tf 0.707 0.707 -0.707 0.707 {_POSITION[0]} {_POSITION[1]} Tm {drawn.code('7')} Tj ET",
}


@pytest.mark.parametrize("how", _UNSEEN)
def test_what_cannot_be_seen_is_no_figure(how: str) -> None:
    assert drawn.cells(drawn.write(f"{drawn.table()} {_UNSEEN[how]}")) == [ROWS]


def test_white_text_on_a_dark_background_is_printed() -> None:
    background = "0 0 0.6 rg 60 640 360 60 re f 1 g"
    assert drawn.cells(drawn.write(f"{background} {drawn.table()}")) == [ROWS]
    round_ground = "0 0 0.6 rg 60 630 m 240 620 420 630 420 640 c 420 700 l 60 700 l h f 1 g"
    assert drawn.cells(drawn.write(f"{round_ground} {drawn.table()}")) == [ROWS]


def test_a_transparent_area_over_text_hides_nothing() -> None:
    state = "<< /Type /ExtGState /ca 0.3 >>"
    glass = drawn.stream(
        "/G gs 1 1 0 rg 60 640 360 60 re f",
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /ExtGState << /G 6 0 R >> >>",
    )
    assert drawn.cells(drawn.write(f"{drawn.table()} /X7 Do", objects=[state, glass])) == [ROWS]


@pytest.mark.parametrize("size", [5.8, 6.5, 8.3])
def test_a_small_raised_digit_is_the_mark_of_a_note(size: float) -> None:
    mark = drawn.say("2", 60 + 120 + 6 + 10, 646 + 3.5, size)
    (rows,) = drawn.cells(drawn.write(f"{drawn.table()} {mark}"))
    assert rows[2] == ("规范性文件", "56²", "9")


def test_a_smaller_digit_on_the_line_is_a_digit() -> None:
    (rows,) = drawn.cells(drawn.write(f"{drawn.table()} {drawn.say('2', 60 + 120 + 6 + 10, 646, 7)}"))
    assert rows[2] == ("规范性文件", "562", "9")


@pytest.mark.parametrize("offset", [0.0, 0.35, 0.8])
def test_text_drawn_twice_for_bold_is_read_once(offset: float) -> None:
    rows = tuple((label, "11", str(100 + at)) for at, label in enumerate("甲乙丙丁戊己庚辛"))
    data = drawn.write(f"{drawn.table(rows)} q 1 0 0 1 {offset} 0 cm {drawn.table(rows, frames=False)} Q")
    assert drawn.cells(data) == [rows]


def test_a_line_of_a_table_through_text_strikes_nothing_out() -> None:
    row = "60 640 120 10 re S 180 640 16 10 re S 196 640 120 10 re S 60 650 120 10 re S 180 650 16 10 re S"
    content = f"{row} 196 650 120 10 re S {drawn.say('规章', 70, 643, 6)} {drawn.say('56', 183, 646)}"
    assert "56" in [text for rows in drawn.cells(drawn.write(content)) for row in rows for text in row]


def test_an_underline_strikes_nothing_out() -> None:
    line = "184 644.5 m 200 644.5 l S"
    assert drawn.cells(drawn.write(f"{drawn.table()} {line}")) == [ROWS]
