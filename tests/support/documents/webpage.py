"""A consistent report as a web page, in pieces that a test can recombine, and a summary of what is read from it."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from archive.extract import output, parser
from archive.extract.parser import Order
from archive.extract.report import forms
from archive.extract.report.model import Context
from tests.support.documents.strategies import BLOCKS, COLUMNS, RESULTS
from tests.support.sites import blocks

TITLE: Final = "郏县冢头镇人民政府2023年政府信息公开工作年度报告"
DATED: Final = "<p>发布时间：2024-01-18 09:30　来源：冢头镇</p>"
HEADINGS: Final = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
OPENING: Final = "2023年，冢头镇认真贯彻《中华人民共和国政府信息公开条例》，全年主动公开政府信息213条。" * 2
PROBLEMS: Final = "一是公开的深度还不够，内容还不够丰富；二是人员业务能力还需提高。下一步，我镇将加强学习。"
OTHER: Final = "本年度没有收取政府信息公开信息处理费。"
SIGNED: Final = "<p>冢头镇人民政府</p><p>2024年1月15日</p>"
CONTEXT: Final = Context(county_code="410425", url="https://www.jiaxian.gov.cn/zwgk/202401/t20240118_1.html")


def grids() -> tuple[blocks.Grid, blocks.Grid, blocks.Grid]:
    """The three statutory tables; every figure differs from the one beside it, and every sum holds."""
    zeros = dict.fromkeys(COLUMNS, 0)
    lines = {line: dict(zeros) for line in forms.load("2021").tables["applications"].line_keys}
    lines["new"] = {**zeros, "natural_person": 67, "enterprise": 13, "total": 80}
    lines["granted"] = {**zeros, "natural_person": 63, "enterprise": 11, "total": 74}
    lines["outcome_total"] = lines["granted"]
    lines["carried_out"] = {**zeros, "natural_person": 4, "enterprise": 2, "total": 6}
    of_kinds = {"issued": 3, "repealed": 1, "in_force": 12}
    decided = {"licences": 4, "penalties": 21, "coercive_measures": 2, "fees": 0}
    disclosure = {"regulations": dict.fromkeys(of_kinds, 0), "normative_documents": of_kinds, **decided}
    review = {block: {**dict.fromkeys(RESULTS, 0), "upheld": at, "total": at} for at, block in enumerate(BLOCKS, 5)}
    return blocks.disclosure_2021(disclosure), blocks.applications(lines, ""), blocks.review(review)


def rows(grid: blocks.Grid, cell: str = "{}") -> list[str]:
    """The rows of a table as markup; `cell` is the template of a cell that holds a figure."""
    return [
        "<tr>"
        + "".join(
            f'<td rowspan="{box.rows}" colspan="{box.columns}">{cell.format(box.text) if box.text.isdigit() else escape(box.text)}</td>'  # noqa: E501
            for box in row
        )
        + "</tr>"
        for row in grid.rows
    ]


def table(grid: blocks.Grid, cell: str = "{}") -> str:
    """A table as markup."""
    return f"<table border=1>{''.join(rows(grid, cell))}</table>"


TABLES: Final = tuple(table(grid) for grid in grids())


def section_texts(tables: tuple[str, ...] = TABLES, opening: str = OPENING, problems: str = PROBLEMS) -> list[str]:
    """The contents of the six sections, without headings."""
    return [f"<p>{opening}</p>", *tables, f"<p>{problems}</p>", f"<p>{OTHER}</p>"]


def sections(parts: list[str] | None = None) -> list[str]:
    """The six sections with their headings."""
    return [f"<p>{heading}</p>{part}" for heading, part in zip(HEADINGS, parts or section_texts(), strict=True)]


def page(body: str, *, wrap: str = '<div id="zoom">{}</div>', before: str = "", after: str = "") -> bytes:
    """The whole page, with `before` and `after` around the text."""
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head>'
    return f"{head}<body>{before}<h1>{TITLE}</h1>{DATED}{wrap.format(body)}{after}</body></html>".encode()


def plain_page() -> bytes:
    """The page without any peculiarity."""
    return page("".join(sections()) + SIGNED)


def parsed(data: bytes, declared: str | None = None) -> dict[str, Any]:
    """The result of `parse` with both readers."""
    return output.to_json(parser.parse(Order(data, CONTEXT, declared), double=True))


def read(data: bytes, declared: str | None = None) -> dict[str, Any]:
    """A summary of a page: its figures, its sections, its date, and the rules of its findings with their blame."""
    result = parsed(data, declared)
    return {
        "tables": result.get("tables"),
        "sections": {section["number"]: section["text"] for section in result.get("sections", [])},
        "published_on": result.get("published_on"),
        "findings": sorted({(found["rule"], found["blame"]) for found in result["findings"]}),
    }
