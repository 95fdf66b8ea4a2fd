"""Rows of the applications table without labels: placed where the whole table then adds up, wherever they stand."""

from __future__ import annotations

import pytest

from archive.extract.report import forms
from archive.extract.report.application_sums import lines
from archive.extract.tables.reader import read
from archive.extract.tables.sheet import Sheet
from tests.support.documents.documents import ruled

LINES = forms.load("2021").tables["applications"].lines
VALUES = {"new": 5, "carried_in": 1, "granted": 4, "unavailable_not_held": 1, "outcome_total": 5, "carried_out": 1}
HEADS = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def _read(unlabelled: range, *, numbered: bool = False) -> Sheet:
    rows = [HEADS]
    for at, line in enumerate(LINES):
        label = "" if at in unlabelled else line.label
        value = str(VALUES.get(line.key, 0))
        rows.append([str(at + 1) if numbered else label, value, *["0"] * 5, value])
    return read([ruled(rows)])[0]


@pytest.mark.parametrize("unlabelled", [range(3), range(22, 25), range(10, 14), range(0, 25, 6)])
def test_rows_without_labels_are_those_that_are_missing(unlabelled: range) -> None:
    sheet = _read(unlabelled)
    table = lines(sheet.values()["applications"])
    assert {line: values["total"] for line, values in table.items() if values["total"]} == VALUES
    told = [finding.rule for finding in sheet.findings if finding.rule.endswith(".placed_by_order")]
    assert len(told) == len(unlabelled)


def test_a_table_with_numbers_for_labels_is_told_once() -> None:
    sheet = _read(range(25), numbered=True)
    assert lines(sheet.values()["applications"])["new"]["total"] == VALUES["new"]
    assert [finding.rule for finding in sheet.findings] == ["applications.placed_by_order"]
