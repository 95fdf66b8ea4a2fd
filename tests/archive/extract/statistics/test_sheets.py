"""Whole sheets in tables and in text: whatever the order of their columns, the year's number or none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extract.layout.document import Block
from archive.extract.layout.plain_text import blocks
from archive.extract.statistics.reader import Statistics, read, take
from archive.extract.tables.sheet import Sheet
from tests.support.documents.documents import ragged, ruled

_ROWS = (("主动公开信息数", "条", "42", "151"), ("收到申请数", "件", "7", "28"), ("当面申请数", "件", "0", "18"))
_WANT = {"disclosed": 42, "received": 7, "received_in_person": 0}


def _sheet(*heads: str, order: str) -> list[list[str]]:
    """The rows under rows of heads; `order` says what each column holds: label, unit, year, all years, blank."""
    columns = {"L": 0, "U": 1, "Y": 2, "A": 3}
    rows = [["" if column == "B" else row[columns[column]] for column in order] for row in _ROWS]
    return [*(row.split("|") for row in heads), *rows]


def _values(found: Statistics) -> dict[str, object]:
    return {line: cell.number for line, cell in found.lines.items()}


def _read(*parts: Block) -> Statistics:
    return read(parts, 2012)


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("2012年度|历年累计|指标名称|单位", "YALU"),
        ("单位|2012年度|指标名称|历年累计", "UYLA"),
        ("历年累计|单位|2012年度|指标名称", "AUYL"),
        ("指标名称|单位|本年（不含往年）|往年累计", "LUYA"),
        ("序号|指标名称|单位|累计|本年", "BLUAY"),
    ],
)
def test_columns_stand_in_any_order(head: str, order: str) -> None:
    rows = _sheet(head, order=order)
    assert _values(_read(ruled(rows))) == _WANT
    assert _values(_read(ragged(rows))) == _WANT


def test_values_before_labels_in_lines_of_their_own_are_told_and_not_taken() -> None:
    lines = [cell for row in _sheet("单位|2012年度|指标名称|历年累计", order="UYLA") for cell in row]
    found = _read(*blocks("\n".join(lines)))
    assert _values(found) == {}
    assert len(found.unplaced) == len(_ROWS)


@pytest.mark.parametrize(
    ("below", "order"), [("第四季度|全年累计", "LUAY"), ("本期|累计", "LUAY"), ("累计|本期", "LUYA")]
)
def test_a_part_of_the_year_beside_all_of_it_under_the_year(below: str, order: str) -> None:
    rows = _sheet("指标名称|单位|2012年度|2012年度", f"指标名称|单位|{below}", order=order)
    assert _values(_read(ruled(rows))) == _WANT


def test_a_period_beside_a_sum_without_a_year_is_told_and_not_taken() -> None:
    found = _read(ruled(_sheet("指标名称|单位|本期|累计", order="LUYA")))
    assert (_values(found), len(found.unplaced)) == ({}, len(_ROWS))


@pytest.mark.parametrize(
    ("stated", "want"),
    [
        ("2012年，主动公开政府信息42条，收到政府信息公开申请7件。", _WANT),
        ("收到政府信息公开申请7件。", _WANT),
        ("主动公开政府信息151条。", {"disclosed": 151, "received": 28, "received_in_person": 18}),
        ("主动公开政府信息42条，收到政府信息公开申请28件。", {}),
        ("主动公开政府信息50条。", {}),
        ("开展宣传。", {}),
    ],
)
def test_a_period_beside_a_sum_is_told_apart_by_the_text(stated: str, want: dict[str, int]) -> None:
    table = ruled(_sheet("指标名称|单位|本期|累计", order="LUYA"))
    sheet, _ = take(Sheet(), frozenset(), [*blocks(stated), table], 2012)
    assert {line: cell.number for line, cell in sheet.statistics.items()} == want
    told = {finding.rule for finding in sheet.findings} & {"statistics.placed_by_text", "statistics.unplaced"}
    assert told == {"statistics.placed_by_text" if want else "statistics.unplaced"}


def _in_text(rows: Sequence[Sequence[str]], between: str) -> list[Block]:
    return [*blocks("\n".join(between.join(row) for row in rows))]


@pytest.mark.parametrize("between", ["  ", "\n", " ", "\t"])
@pytest.mark.parametrize(
    ("head", "order"),
    [("项  目|单位|历年累计|2012年", "LUAY"), ("指标名称|单位|2012年|备注", "LUY")],
)
def test_a_sheet_in_text(head: str, order: str, between: str) -> None:
    assert _values(_read(*_in_text(_sheet(head, order=order), between))) == _WANT


def test_numbers_of_columns_and_of_rows_are_no_values() -> None:
    numbered = [["甲", "乙", "1", "2"], *_sheet(order="LUYA")]
    assert _values(_read(*_in_text([["指标名称", "单位", "2012年", "历年累计"], *numbered], "\n"))) == _WANT
    rows = [[str(at), *row] for at, row in enumerate(_sheet(order="LUYA"), 1)]
    assert _values(_read(*_in_text([["序号", "指标名称", "单位", "本年", "历年累计"], *rows], "\n"))) == _WANT


def test_the_rest_of_a_sheet_without_heads_stands_under_those_of_the_table_before() -> None:
    first, *rest = _sheet("指标名称|单位|历年累计|2012年", order="LUAY")
    assert _values(_read(ruled([first, *rest[:1]]), ruled(rest[1:]))) == _WANT


@pytest.mark.parametrize("between", ["  ", "\n", "\t"])
def test_unknown_labels_in_text_are_named(between: str) -> None:
    rows = [["公开目录条目", "条", "12", "40"], ["电话答疑次数", "次", "3", "9"], ["收到申请数", "件", "7", "28"]]
    found = _read(*_in_text([["指标名称", "单位", "2012年", "历年累计"], *rows], between))
    assert _values(found) == {"received": 7}
    assert [entry.split()[0] for entry in found.unknown] == ["“公开目录条目”", "“电话答疑次数”"]
