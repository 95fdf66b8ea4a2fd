"""A row that a page's end cuts is one row: its labels, its remarks, and numbers that a narrow column broke in two."""

from __future__ import annotations

import pytest

from archive.extract.layout.document import Cell
from archive.extract.page.tables_over_pages import Flow, Ruled


def table(*rows: str) -> Ruled:
    """A ruled table of these rows, whose cells are separated by bars."""
    cells = [Cell(text.strip(), at, place) for at, row in enumerate(rows) for place, text in enumerate(row.split("|"))]
    columns = len(rows[0].split("|"))
    return Ruled(cells, tuple(place / columns for place in range(columns + 1)), len(rows))


def joined(before: Ruled, after: Ruled) -> list[str]:
    """The rows of both pages' tables, as one."""
    flow = Flow()
    flow.add([before], 800.0)
    flow.add([after], 800.0)
    (whole,) = flow.parts
    assert isinstance(whole, Ruled)
    rows: list[list[str]] = [[] for _ in range(whole.rows)]
    for cell in sorted(whole.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell.text.replace("\n", ""))
    return ["|".join(row) for row in rows]


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        ("7|1|１|5|24", "| |１| |", ["7|1|１１|5|24"]),
        ("7|1|1|5|124", "| |0| |", ["7|1|10|5|124"]),
        ("17|1|1|5|2", "| |0| |4", ["17|1|10|5|24"]),
        ("（七）总|13|2|0|15", "计| | | |", ["（七）总计|13|2|0|15"]),
        ("7|1|1|5|14", "2|0|1|3|6", ["7|1|1|5|14", "2|0|1|3|6"]),
        ("（三）不予公开|1|0|0|1", "（四）无法提供|2|0|0|2", ["（三）不予公开|1|0|0|1", "（四）无法提供|2|0|0|2"]),
        ("本年新收|1|0|0|1", "|2|0|0|2", ["本年新收|1|0|0|1", "|2|0|0|2"]),
        ("1| | | |", "2| | | |", ["1||||", "2||||"]),
    ],
)
def test_a_row_is_joined_where_nothing_else_can_stand_below(above: str, below: str, rows: list[str]) -> None:
    assert joined(table("结果维持|结果纠正|其他|尚未审结|总计", above), table(below)) == [
        "结果维持|结果纠正|其他|尚未审结|总计",
        *rows,
    ]
