"""Rows with more or fewer cells than edges; merged cells that continue nothing."""

from __future__ import annotations

import pytest

from archive.extract.layout import grid
from archive.extract.layout.document import Paragraph, Table
from archive.extract.word import cell_edges
from tests.support.documents import made


def _row(texts: str, ends: tuple[int, ...] = (0, 2000, 3000, 4000)) -> cell_edges.WordRow:
    """A row of cells of one character, `.` for a blank one."""
    return cell_edges.WordRow([cell_edges.WordCell([] if text == "." else [Paragraph(text)]) for text in texts], ends)


_HEAD = cell_edges.WordRow(
    [cell_edges.WordCell([Paragraph("h")]), cell_edges.WordCell([Paragraph("v")])], (0, 2000, 4000)
)


def _read(*rows: cell_edges.WordRow) -> tuple[list[list[str]], bool]:
    (table,) = cell_edges.table(rows, grid.Budget())
    assert isinstance(table, Table)
    return [[cell.text if cell else "-" for cell in row] for row in table.grid], table.aligned


@pytest.mark.parametrize(
    ("odd", "shown", "aligned"),
    [
        (_row("a1.."), ["a", "1", ""], True),
        (_row("a.2...."), ["a", "", "2"], True),
        (_row("a1"), ["a", "1", "-"], True),
        (_row("a12", (0, 4000)), ["a", "1", "2"], True),
        (_row("a12", ()), ["a", "1", "2"], True),
        (_row("a1.2"), ["a", "1", "", "2"], False),
    ],
)
def test_a_row_with_more_or_fewer_cells_than_edges(odd: cell_edges.WordRow, shown: list[str], aligned: bool) -> None:
    rows, said = _read(_HEAD, _row("b34"), odd, _row("c56"))
    assert rows[2][: len(shown)] == shown
    assert rows[3][:3] == ["c", "5", "6"]
    assert said is aligned


def test_a_table_without_edges_is_aligned_only_where_its_rows_are_alike() -> None:
    assert _read(_row("a1", ()), _row("b2", ()))[1]
    assert not _read(_row("a1", ()), _row("b23", ()))[1]


def test_a_blank_cell_too_many_moves_no_figure_in_rtf() -> None:
    head = r"\trowd\cellx2000\cellx4000\pard\intbl h\cell v\cell\row"
    ends = r"\trowd\cellx2000\cellx3000\cellx4000"
    rows = rf"{head}{ends}\pard\intbl a\cell\cell 2\cell\cell\row{ends}\pard\intbl b\cell 3\cell 4\cell\row"
    assert made.shown(made.rtf(rows)) == [[["h", "v", "v"], ["a", "", "2"], ["b", "3", "4"]]]


@pytest.mark.parametrize(("first", "shown"), [("", "2"), (r"\clvmgf", "1")])
def test_a_cell_of_rtf_continues_only_what_begins(first: str, shown: str) -> None:
    rows = rf"\trowd\cellx900{first}\cellx1800\pard\intbl a\cell 1\cell\row"
    rows += r"\trowd\cellx900\clvmrg\cellx1800\pard\intbl b\cell 2\cell\row"
    (table,) = made.shown(made.rtf(rows))
    assert table == [["a", "1"], ["b", shown]]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("", "2", ["1", "2", "2"]),
        ("", "", ["1", "1", "1"]),
        ('<w:vMerge w:val="restart"/>', "2", ["1", "1", "1"]),
    ],
)
def test_a_cell_of_docx_continues_only_what_begins(first: str, second: str, shown: list[str]) -> None:
    def row(label: str, merge: str, text: str) -> str:
        cells = (
            f"<w:tcPr>{said}</w:tcPr><w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for said, t in (("", label), (merge, text))
        )
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    rows = row("a", first, "1") + row("b", "<w:vMerge/>", second) + row("c", "<w:vMerge/>", "")
    (table,) = made.shown(made.docx(f"<w:tbl>{rows}</w:tbl>"))
    assert table == [[label, text] for label, text in zip("abc", shown, strict=True)]
