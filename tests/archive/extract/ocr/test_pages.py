"""Pages as pictures: turned level, their ruled lines found and erased, and the lines of text in a cell by its ink."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extract.ocr import cells, ruled_lines, straighten, text_lines
from archive.extract.page.rulings import frames

cv2: Any = pytest.importorskip("cv2", reason="the extra “ocr” is not installed: pip install 'nianbao[ocr]'")
np: Any = pytest.importorskip("numpy")


def page(tilt: float, thickness: int = 4) -> Any:
    """An empty table of ten rows and six columns, drawn on grey paper and turned by some degrees."""
    image = np.full((1400, 1000), 240, np.uint8)
    for at in range(11):
        cv2.line(image, (100, 200 + 80 * at), (880, 200 + 80 * at), 30, thickness)
    for at in range(7):
        cv2.line(image, (100 + 130 * at, 200), (100 + 130 * at, 1000), 30, thickness)
    turn = cv2.getRotationMatrix2D((500, 700), -tilt, 1.0)
    return cv2.GaussianBlur(cv2.warpAffine(image, turn, (1000, 1400), borderValue=240), (0, 0), 0.8)


@pytest.mark.parametrize("tilt", [-2.4, -0.6, 0.0, 0.3, 4.0])
def test_the_tilt_of_a_page_is_measured(tilt: float) -> None:
    assert straighten.tilt_of(page(tilt)) == pytest.approx(tilt, abs=0.08)


def test_a_page_with_hardly_any_ink_stays_as_it_is() -> None:
    image = np.full((1400, 1000), 240, np.uint8)
    cv2.putText(image, "- 3 -", (450, 1300), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2)
    assert straighten.tilt_of(image) == 0.0


@pytest.mark.parametrize("thickness", [1, 3, 6])
@pytest.mark.parametrize("tilt", [0.0, 0.7, -0.7])
def test_no_part_of_a_cells_border_is_taken_for_writing(tilt: float, thickness: int) -> None:
    image, _ = straighten.straightened(page(tilt, thickness))
    lines = ruled_lines.find(image)
    (table,) = frames(lines.rulings, 4.0)
    assert len(table.fields) == 60
    assert list(cells.written_cells(lines.erased(image, [table]), table)) == []


def test_a_digit_beside_the_border_is_kept() -> None:
    image = page(0.0)
    cv2.line(image, (370, 300), (370, 325), 30, 3)
    lines = ruled_lines.find(image)
    (table,) = frames(lines.rulings, 4.0)
    (cell,) = cells.written_cells(lines.erased(image, [table]), table)
    assert len(cell.parts) == 1


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        pytest.param([(0, 0, 20, 3), (2, 9, 18, 12), (0, 17, 20, 20)], 1, id="the strokes of 三"),
        pytest.param([(0, 0, 20, 20), (30, 6, 34, 10), (30, 14, 34, 18)], 1, id="a colon"),
        pytest.param([(0, 0, 20, 20), (22, 1, 40, 20), (0, 27, 20, 46)], 2, id="a label over two lines"),
        pytest.param([(0, 0, 12, 18), (90, 0, 102, 18)], 2, id="two figures, the line between them lost"),
    ],
)
def test_lines_of_a_cell_by_their_ink(parts: list[tuple[int, int, int, int]], lines: int) -> None:
    assert len(list(text_lines.by_ink(parts, 20.0))) == lines


def faint_two(beside: bool) -> Any:
    """A cell with a 2 whose hair line is pale, as Song prints it small: two dark bars; with an 8 beside it or alone."""
    image = np.full((40, 60), 240, np.uint8)
    cv2.line(image, (10, 12), (16, 12), 40, 3)
    cv2.line(image, (16, 14), (10, 24), 195, 2)
    cv2.line(image, (10, 26), (17, 26), 40, 3)
    if beside:
        cv2.rectangle(image, (30, 11), (37, 27), 40, 3)
    return cv2.GaussianBlur(image, (0, 0), 0.8)


@pytest.mark.parametrize("beside", [True, False])
def test_the_pale_strokes_of_a_figure_belong_to_it(beside: bool) -> None:
    parts = text_lines.written_parts(faint_two(beside), (0, 0, 60, 40))
    left, top, right, bottom = text_lines.around(parts)
    assert left <= 10
    assert top <= 12
    assert bottom >= 26
    assert right >= (37 if beside else 16)
    assert len(parts) == (2 if beside else 1)


def test_pale_paper_without_dark_ink_is_no_writing() -> None:
    image = np.full((40, 60), 240, np.uint8)
    cv2.line(image, (10, 12), (50, 30), 195, 3)
    assert text_lines.written_parts(image, (0, 0, 60, 40)) == []
