"""Figures printed the way real documents print them, as blocks of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from archive.extract.layout.document import Block, Document, Paragraph, Table
from archive.extract.layout.grid import Box, expand, ragged
from archive.extract.report import forms
from tests.support.documents.strategies import BLOCKS, COLUMNS, RESULTS, Figures

HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
GROUPS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "rejected": "（五）不予处理",
    "other": "（六）其他处理",
}
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
CITED = {
    "regulations": "一",
    "licences": "五",
    "other_services": "",
    "penalties": "六",
    "fees": "八",
    "procurement": "九",
}
TITLE = "郏县冢头镇人民政府2023年政府信息公开工作年度报告"

Rows = list[list[Box]]
Render = Callable[[Figures], list[list[Block]]]


def document(parts: list[list[Block]], title: str = TITLE) -> Document:
    """A whole report round the blocks of its three tables."""
    blocks: list[Block] = [Paragraph(title)]
    bodies: list[list[Block]] = [
        [Paragraph("2023年，我镇认真开展政府信息公开工作。")],
        *parts,
        [Paragraph("一是公开的深度还不够，二是人员还需培训，下一步加以改进。")],
        [Paragraph("无。")],
    ]
    for ordinal, heading, body in zip("一二三四五六", HEADINGS, bodies, strict=True):
        blocks += [Paragraph(f"{ordinal}、{heading}"), *body]
    return Document("text/html", "test", blocks=tuple(blocks))


def labels(form: str) -> Iterator[tuple[str, str, str]]:
    """(line, group, numbered label) of the applications table in the form's order."""
    counts: dict[str, int] = {}
    fixed = {
        "new": "一、",
        "carried_in": "二、",
        "granted": "（一）",
        "partly_granted": "（二）",
        "other": "（六）",
        "outcome_total": "（七）",
        "carried_out": "四、",
    }
    for line in forms.load(form).tables["applications"].lines:
        group = line.key.split("_")[0] if line.key.split("_")[0] in GROUPS and line.key != "other" else ""
        counts[group] = counts.get(group, 0) + 1
        yield line.key, group, fixed.get(line.key, f"{counts[group]}.") + line.label


def text(value: object) -> str:
    return str(value)


def application_head(drift: int = 0) -> Rows:
    return [
        [Box(NOTE, 3, 3), Box("申请人情况", 1, 7)],
        [Box("自然人", 2), Box("法人或其他组织", 1, 5), Box("总计", 2)],
        [Box(name) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def application_rows(figures: Figures, *, short: int = 0) -> Rows:
    """The body as in the form: group cells over several rows. `short` makes the outer one end too early."""
    lines = figures.tables["applications"]
    order = list(labels(figures.form))
    inner = [key for key, _, _ in order if key not in ("new", "carried_in", "carried_out")]
    rows: Rows = []
    seen: set[str] = set()
    for key, group, label in order:
        row = [Box("三、本年度办理结果", len(inner) - short)] if key == inner[0] else []
        if group and group not in seen:
            seen.add(group)
            row.append(Box(GROUPS[group], sum(1 for _, other, _ in order if other == group)))
        width = 3 if key not in inner else 1 if group else 2
        rows.append([*row, Box(label, 1, width), *(Box(text(lines[key][column])) for column in COLUMNS)])
    return rows


def disclosure_rows(figures: Figures) -> list[Rows]:
    """One group of rows for each 第二十条第 … 项."""
    table = forms.load(figures.form).tables["disclosure"]
    names = {column.key: column.label for column in table.columns}
    groups: list[Rows] = []
    for line in table.lines:
        widths = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(line.columns)]
        if CITED.get(line.key) is not None:
            head = [Box("信息内容"), *(Box(names[c], 1, w) for c, w in zip(line.columns, widths, strict=True))]
            groups.append([[Box(f"第二十条第（{CITED[line.key]}）项", 1, 4)], head])
        value = figures.tables["disclosure"][line.key]
        cells = list(value.values()) if isinstance(value, Mapping) else [value]
        groups[-1].append([Box(line.label), *(Box(text(c), 1, w) for c, w in zip(cells, widths, strict=True))])
    return groups


def review_head() -> Rows:
    results = [Box(name) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    return [
        [Box("行政复议", 1, 5), Box("行政诉讼", 1, 10)],
        [*(Box(box.text, 2) for box in results), Box("未经复议直接起诉", 1, 5), Box("复议后起诉", 1, 5)],
        [*results, *results],
    ]


def review_values(figures: Figures) -> list[str]:
    review = figures.tables["review"]
    return [text(review[block][result]) for block in BLOCKS for result in RESULTS]


def ruled(figures: Figures) -> list[list[Block]]:
    """The form's own grids."""
    disclosure = [row for group in disclosure_rows(figures) for row in group]
    values = [[Box(value) for value in review_values(figures)]]
    return [
        [expand(disclosure)],
        [expand(application_head() + application_rows(figures))],
        [expand(review_head() + values)],
    ]


def in_pieces(figures: Figures) -> list[list[Block]]:
    """A table for each clause, the applications broken over a page with the head repeated, three review tables."""
    rows = application_rows(figures)
    head = [[Box(NOTE, 3, 3), *application_head()[0][1:]], *application_head()[1:]]
    names = dict(zip(BLOCKS, ("行政复议", "未经复议直接起诉", "复议后起诉"), strict=True))
    review: list[Block] = []
    for block in BLOCKS:
        cells = [[Box(name) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]]
        review += [
            Paragraph(names[block]),
            expand([*cells, [Box(text(figures.tables["review"][block][r])) for r in RESULTS]]),
        ]
    return [
        [expand(group) for group in disclosure_rows(figures)],
        [expand(head + rows[:-2]), Paragraph("— 4 —"), expand(head + rows[-2:])],
        review,
    ]


def short_span(figures: Figures) -> list[list[Block]]:
    """The outer group cell ends two rows early, so that the last rows slide to the left."""
    plain = ruled(figures)
    return [plain[0], [expand(application_head() + application_rows(figures, short=2))], plain[2]]


def flat_head(figures: Figures) -> list[list[Block]]:
    """Fifteen values under a review head of twelve cells."""
    plain = ruled(figures)
    head = [
        [
            Box(name)
            for name in (
                "行政复议",
                "行政诉讼",
                "结果维持",
                "结果纠正",
                "其他结果",
                "尚未审结",
                "总计",
                "结果维持",
                "结果纠正",
                "其他结果",
                "尚未审结",
                "总计",
            )
        ]
    ]
    return [plain[0], plain[1], [expand([*head, [Box(value) for value in review_values(figures)]])]]


def tabbed(figures: Figures) -> list[list[Block]]:
    """Plain text with tabs whose columns do not line up."""
    return [[_ragged(part)] for part in ruled(figures)]


def _ragged(part: list[Block]) -> Table:
    rows: list[list[str]] = []
    for table in part:
        assert isinstance(table, Table)
        for at, row in enumerate(table.grid):
            rows.append(
                [cell.text if cell and (cell.row, cell.column) == (at, c) else "" for c, cell in enumerate(row)]
            )
    return ragged([row if index % 3 else _without_front(row) for index, row in enumerate(rows)])


def _without_front(row: list[str]) -> list[str]:
    """The row without the blanks it begins with, as where leading tabs are lost."""
    start = next((i for i, cell in enumerate(row) if cell), len(row) - 1)
    return row[start:]


def one_a_line(figures: Figures) -> list[list[Block]]:
    """Every cell on a line of its own."""
    return [[Paragraph(text) for block in part for text in _printed(block) if text] for part in ruled(figures)]


def spaced(figures: Figures) -> list[list[Block]]:
    """Every row on a line, cells parted by spaces, as text comes out of a PDF."""
    parts: list[list[Block]] = []
    for part in ruled(figures):
        lines: list[Block] = []
        for table in part:
            assert isinstance(table, Table)
            for at, row in enumerate(table.grid):
                cells = [c.text for i, c in enumerate(row) if c and (c.row, c.column) == (at, i) and c.text]
                lines += [Paragraph(" ".join(cells))] if cells else []
        parts.append(lines)
    return parts


def barred(figures: Figures) -> list[list[Block]]:
    """Every row on a line, cells parted by bars, with rulers between."""
    return [
        [Paragraph(f"| {block.text.replace(' ', ' | ')} |") for block in part if isinstance(block, Paragraph)]
        for part in spaced(figures)
    ]


def _printed(block: Block) -> Iterator[str]:
    assert isinstance(block, Table)
    for at, row in enumerate(block.grid):
        yield from (c.text for i, c in enumerate(row) if c and (c.row, c.column) == (at, i))


RENDERERS: dict[str, Render] = {
    "ruled": ruled,
    "in_pieces": in_pieces,
    "short_span": short_span,
    "flat_head": flat_head,
    "tabbed": tabbed,
    "one_a_line": one_a_line,
    "spaced": spaced,
    "barred": barred,
}


def broken(figures: Figures, table: str, line: str, column: str, value: Any) -> Figures:
    """The figures with one cell changed."""
    tables = {
        name: {key: dict(row) if isinstance(row, Mapping) else row for key, row in rows.items()}
        for name, rows in figures.tables.items()
    }
    tables[table][line][column] = value
    return Figures(figures.form, tables)
