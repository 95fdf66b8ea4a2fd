"""Tables in two pieces, and values that stand without anything to tell them by."""

from __future__ import annotations

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout.document import Block, Document, Note, NoteCode, Paragraph, Table
from archive.extract.report.application_sums import lines
from archive.extract.report.model import Context, Report
from tests.support.documents.documents import ruled

_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_HEADS = ruled(
    [
        ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5,
        list(_RESULTS * 3),
    ]
)
_VALUES = ruled([[str(value) for value in (10, 1, 5, 0, 16, 0, 0, 0, 0, 0, 2, 0, 0, 1, 3)]])
_VALUES_THAT_DO_NOT_ADD_UP = ruled([[str(value) for value in (10, 1, 5, 0, 16, 0, 0, 0, 0, 0, 2, 0, 0, 1, 4)]])


def _read(*tables: Block, notes: tuple[Note, ...] = ()) -> Report:
    blocks = (
        Paragraph("清溪镇2023年政府信息公开工作年度报告"),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        *tables,
        Paragraph("五、存在的主要问题及改进情况"),
        Paragraph("一是公开的深度还不够。"),
    )
    return interpret(Document("text/html", "html", blocks=blocks, notes=notes), Context(), gazetteer.load())


def test_heads_and_values_in_two_tables_are_one_table() -> None:
    review = _read(_HEADS, _VALUES).tables["review"]
    assert review["reconsideration"] == dict(
        zip(("upheld", "corrected", "other", "pending", "total"), (10, 1, 5, 0, 16), strict=True)
    )


def test_lines_under_heads_in_the_table_before() -> None:
    heads = ruled([["第二十条第（一）项"] * 4, ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]])
    lines = ruled([["规章", "0", "0", "0"], ["行政规范性文件", "12", "3", "40"]])
    assert _read(heads, lines).tables["disclosure"]["normative_documents"] == {
        "issued": 12,
        "repealed": 3,
        "in_force": 40,
    }


def _blamed(reading: Report) -> dict[str, str]:
    return {found.rule: found.blame for found in reading.findings if found.rule.startswith(("tables.", "review."))}


def test_values_without_labels_and_heads_are_reported_and_their_table_is_not_blamed_on_the_source() -> None:
    found = _read(Paragraph("单位：件"), _VALUES_THAT_DO_NOT_ADD_UP)
    assert _blamed(found) == {"review.unplaced": "reading", "tables.missing": "reading"}
    narrow = Table(tuple(row[:10] for row in _VALUES.grid))
    assert "tables.unlabelled_values" in _blamed(_read(_HEADS, narrow))


def test_what_is_missing_where_a_part_was_not_read_is_not_missing_in_print() -> None:
    found = _read(notes=(Note(NoteCode.UNREAD_PART, "What the text takes in from a.html was not read: it is empty"),))
    assert _blamed(found)["tables.missing"] == "reading"


def test_two_blocks_that_are_named_and_none_of_the_third() -> None:
    heads = ruled([["行政复议"] * 5 + ["未经复议直接起诉"] * 5, list(_RESULTS * 2)])
    values = ruled([[str(value) for value in (10, 1, 5, 0, 16, 4, 0, 1, 0, 5)]])
    review = _read(heads, values).tables["review"]
    assert [list(line.values()) for line in lines(review).values()] == [[10, 1, 5, 0, 16], [4, 0, 1, 0, 5]]
