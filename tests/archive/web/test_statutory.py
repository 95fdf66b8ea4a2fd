from __future__ import annotations

import pytest

from archive.web.pages import statutory
from archive.web.pages.statutory import Place, Printed


def printed(*numbers: tuple[Place, float], notes: dict[Place, tuple[str, str]] | None = None) -> Printed:
    return Printed(dict(numbers), notes or {})


def test_applications_are_numbered_as_the_form_prints_them() -> None:
    rows = statutory.applications(printed((("applications", "new", "total"), 3)))
    labels = [row.heads[-1].text for row in rows]
    assert len(rows) == 25
    assert labels[0] == "一、本年新收政府信息公开申请数量"
    assert labels[2] == "（一）予以公开"
    assert labels[4] == "1.属于国家秘密"
    assert labels[-2:] == ["（七）总计", "四、结转下年度继续办理"]
    outcome, granted = rows[2].heads
    assert (outcome.text, outcome.rows) == ("三、本年度办理结果", 22)
    assert granted.columns == 2
    assert rows[4].heads[0].text == "（三）不予公开"
    assert rows[4].heads[0].rows == 8


def test_the_former_form_has_one_line_for_other_outcomes() -> None:
    rows = statutory.applications(printed((("applications", "other", "total"), 1)))
    assert len(rows) == 23
    assert rows[-3].heads[-1].text == "（六）其他处理"


@pytest.mark.parametrize("line_key", ["new", "other"], ids=["form of 2021", "form of 2019"])
def test_every_row_spans_the_whole_width(line_key: str) -> None:
    width = [0] * 40
    rows = statutory.applications(printed((("applications", line_key, "total"), 1)))
    for at, row in enumerate(rows):
        for head in row.heads:
            for line in range(at, at + head.rows):
                width[line] += head.columns
    assert width[: len(rows)] == [3] * len(rows)


def test_disclosure_follows_the_form_of_its_columns() -> None:
    new = statutory.disclosure(printed((("disclosure", "licences", "decisions"), 17)))
    assert [block.article for block in new] == [article for article, _ in statutory.ARTICLES[:4]]
    assert new[1].columns == ("本年处理决定数量",)
    assert new[1].rows[0].cells[0].text == "17"
    old = statutory.disclosure(printed((("disclosure", "regulations", "made"), 1)))
    assert [block.article for block in old] == [article for article, _ in statutory.ARTICLES]
    assert old[4].columns == ("采购项目数量", "采购总金额（单位：元）")


def test_what_is_absent_is_not_zero() -> None:
    (regulations, *_) = statutory.disclosure(printed((("disclosure", "fees", "amount"), 0.5)))
    assert [cell.text for cell in regulations.rows[0].cells] == [None, None, None]
    assert not printed().has("review")


def test_notes_show_what_is_printed() -> None:
    noted = printed(
        (("disclosure", "licences", "decisions"), 22),
        notes={
            ("disclosure", "licences", ""): ("annotated", "22（其中修订16件）"),
            ("disclosure", "fees", ""): ("dash", "/"),
        },
    )
    licences = noted.cell("disclosure", "licences", "decisions")
    assert (licences.text, licences.state) == ("22", "annotated")
    assert noted.cell("disclosure", "fees", "amount").text == "/"


def test_a_line_that_the_form_does_not_know_is_shown() -> None:
    rows = statutory.applications(printed((("applications", "invented", "total"), 7)))
    assert rows[-1].heads[0].text == "invented"
    assert rows[-1].cells[-1].text == "7"
    blocks = statutory.disclosure(printed((("disclosure", "invented", "issued"), 7)))
    assert blocks[-1].rows[0].cells[0].text == "7"


def test_fractions_keep_their_digits() -> None:
    assert printed((("disclosure", "fees", "amount"), 4068.208)).cell("disclosure", "fees", "amount").text == "4068.208"
    assert printed((("disclosure", "fees", "amount"), 12.0)).cell("disclosure", "fees", "amount").text == "12"
