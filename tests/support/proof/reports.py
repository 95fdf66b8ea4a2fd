"""Random consistent reports of every form, some with cells that hold no plain number, and what must come back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from hypothesis import strategies as st

from archive.extract.report import forms, statistics_forms
from archive.extract.report.model import State
from tests.support.documents import strategies
from tests.support.documents.strategies import Figures, Tables
from tests.support.sites import blocks

Kind = Literal["2021", "2019", "mixed", "statistics", "narrative", "states"]

KINDS: Final[dict[Kind, str]] = {
    "2021": "2021",
    "2019": "2019",
    "mixed": "both forms mixed",
    "statistics": "sheet of 2014–2018",
    "narrative": "text only",
    "states": "cells without plain numbers",
}
"""The kinds of reports, with the words for them."""

_DASHES: Final = ("/", "—", "-", "无", "－", "--")
_CHAPTERS: Final = (
    ("概述", "2016年，我镇认真贯彻《中华人民共和国政府信息公开条例》。召开政务公开工作会议{meetings}次。"),
    ("主动公开政府信息情况", "全年主动公开政府信息{items_disclosed}条。"),
    ("依申请公开政府信息办理情况", "全年共收到政府信息公开申请{applications_received}件。"),
    ("政府信息公开的收费及减免情况", "没有收取任何费用。"),
    ("因政府信息公开申请行政复议、提起行政诉讼情况", "没有因政府信息公开引起的行政复议和行政诉讼。"),
    ("存在的主要问题和改进措施", "公开的内容还不够全面，下一步加以改进。"),
    ("其他需要报告的事项", "无其他需要报告的事项。"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed cell that is not a plain number, what it counts as, and its state."""

    raw: str
    number: int | None
    state: State | None

    def __str__(self) -> str:
        return self.raw


@st.composite
def reports(draw: st.DrawFn, kind: Kind, *, blanks: bool = True) -> Figures:
    """A consistent report of one kind; `blanks` lets cells of the applications table be empty, too."""
    if kind == "statistics":
        return Figures("statistics", {"statistics": draw(_sheet())})
    if kind == "narrative":
        return Figures("narrative", {"narrative": {name: draw(st.integers(1, 3000)) for name in _indicators()}})
    if kind == "mixed":
        disclosure, applications = draw(st.sampled_from((("2021", "2019"), ("2019", "2021"))))
        return Figures("mixed", _tables(draw, disclosure, applications))
    if kind == "states":
        form = draw(st.sampled_from(("2021", "2019")))
        return Figures(form, _marked(draw, _tables(draw, form, form), blanks))
    return Figures(kind, _tables(draw, kind, kind))


def values(tables: Mapping[str, Any]) -> Tables:
    """The tables that reading must give back."""
    return {key: values(value) if isinstance(value, Mapping) else _number(value) for key, value in tables.items()}


def states(tables: Tables) -> dict[str, State]:
    """The cell states that reading must find, by the path of the cell."""
    return {place: value.state for place, value in leaves(tables) if isinstance(value, Mark) and value.state}


def leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every cell by its path."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield path + key, value


def laid_out(figures: Figures) -> list[tuple[str, str | blocks.Grid]]:
    """The report's sections: heading, and text or table."""
    if figures.form == "narrative":
        indicators = figures.tables["narrative"]
        return [(heading, text.format(**indicators)) for heading, text in _CHAPTERS]
    if figures.form == "statistics":
        paragraphs = ("2016年，我镇认真开展政府信息公开工作。", "一是公开的深度还不够，二是人员还需培训。")
        return [
            ("概述", paragraphs[0]),
            ("存在的主要问题和改进措施", paragraphs[1]),
            ("统计表", sheet(figures.tables["statistics"])),
        ]
    tables = figures.tables
    old = isinstance(tables["disclosure"]["licences"], Mapping)
    disclosure = blocks.disclosure_2019 if old else blocks.disclosure_2021
    return [
        ("总体情况", "2023年，我镇认真开展政府信息公开工作。"),
        ("主动公开政府信息情况", disclosure(tables["disclosure"])),
        ("收到和处理政府信息公开申请情况", blocks.applications(tables["applications"], "")),
        ("政府信息公开行政复议、行政诉讼情况", blocks.review(tables["review"])),
        ("存在的主要问题及改进情况", "一是公开的深度还不够，二是人员还需培训。"),
        ("其他需要报告的事项", "无。"),
    ]


def sheet(lines: Tables) -> blocks.Grid:
    """The statistics sheet: what is counted, its unit, its number."""
    known = statistics_forms.form()
    parts = {part for inside in known.sums.values() for part in inside}
    rows = [(blocks.Box("统计指标"), blocks.Box("单位"), blocks.Box("统计数"))]
    count = 0
    for key, value in lines.items():
        count = count + 1 if key in parts else 0
        ordinal = f"{count}." if count else "（一）"
        unit = "万元" if key in ("processing_fees", "budget") else "件"
        rows.append((blocks.Box(ordinal + known.labels[key]), blocks.Box(unit), blocks.Box(str(value))))
    return blocks.Grid(tuple(rows))


def simple(kind: Kind) -> st.SearchStrategy[Figures]:
    """Reports for renderers that lose empty cells."""
    return reports(kind, blanks=False)


def _indicators() -> tuple[str, ...]:
    return ("meetings", "items_disclosed", "applications_received")


def _tables(draw: st.DrawFn, disclosure: str, applications: str) -> Tables:
    return {
        "disclosure": strategies.disclosure(disclosure, draw),
        "applications": strategies.applications(applications, draw),
        "review": strategies.review(draw),
    }


@st.composite
def _sheet(draw: st.DrawFn) -> Tables:
    known = statistics_forms.form()
    lines: Tables = {key: draw(st.integers(0, 400)) for key in known.order}
    for total, parts in known.sums.items():
        lines[total] = sum(lines[part] for part in parts)
    lines["budget"] = draw(st.integers(1, 10**6).map(lambda cents: cents / 100).filter(lambda value: value % 1 != 0))
    return lines


def _marked(draw: st.DrawFn, tables: Tables, blanks: bool) -> Tables:
    """Some cells printed as dashes, with remarks, in full-width digits, or not at all."""
    new = {name: dict(lines) for name, lines in tables.items()}
    for line in draw(st.lists(st.sampled_from(list(new["applications"])), min_size=1, max_size=6, unique=True)):
        column = draw(st.sampled_from(strategies.COLUMNS))
        cells = dict(new["applications"][line])
        cells[column] = draw(_mark(cells[column], blanks))
        new["applications"][line] = cells
    block = draw(st.sampled_from(strategies.BLOCKS))
    new["review"][block] = {**new["review"][block], "other": draw(_mark(new["review"][block]["other"], False))}
    issued = dict(new["disclosure"]["normative_documents"])
    first = next(iter(issued))
    new["disclosure"]["normative_documents"] = {**issued, first: draw(_mark(issued[first], False))}
    return new


@st.composite
def _mark(draw: st.DrawFn, number: int, blanks: bool) -> Mark:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    choices = [
        st.sampled_from(_DASHES).map(lambda dash: Mark(dash, None, "dash")),
        st.just(Mark(f"{number}件", number, "annotated")),
        st.just(Mark(f"{number}（其中修订{number // 2}件）", number, "annotated")),
        st.just(Mark(wide, number, None)),
    ]
    if blanks:
        choices.append(st.just(Mark("", None, "blank")))
    return draw(st.one_of(choices))


def _number(value: Any) -> Any:
    return value.number if isinstance(value, Mark) else value


def shapes(figures: Figures) -> tuple[str, str]:
    """The forms that the disclosure and the applications table follow."""
    new = any(line.startswith("other_") for line in figures.tables["applications"])
    old = isinstance(figures.tables["disclosure"]["licences"], Mapping)
    return "2019" if old else "2021", "2021" if new else "2019"


def empty(form: str, table: str) -> Tables:
    """A table of that form with nothing but zeros, for renderers that want all three of one form."""
    lines: Tables = {}
    for line in forms.load(form).tables[table].lines:  # type: ignore[index]
        cells = dict.fromkeys(line.columns or strategies.COLUMNS, 0)
        lines[line.key] = 0 if len(cells) == 1 else cells
    return lines
